-- What a claim could not read: nobody's work until somebody looks at it. The record itself stays as it is.
CREATE TABLE IF NOT EXISTS aurion.unreadable (
  tenant text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  found_at bigint NOT NULL,
  error text NOT NULL,
  PRIMARY KEY (tenant, kind, id)
);
