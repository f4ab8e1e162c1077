-- What a claim could not read: nobody's work until somebody looks at it. The record itself stays as it is.
CREATE TABLE IF NOT EXISTS aurion_unreadable (
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  found_at INTEGER NOT NULL,
  error TEXT NOT NULL,
  PRIMARY KEY (tenant, kind, id)
) WITHOUT ROWID;
