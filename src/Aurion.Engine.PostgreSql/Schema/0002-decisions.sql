-- What AI automation decided. Rows are only appended; is_current moves from one to the next.
CREATE TABLE IF NOT EXISTS aurion.decision (
  tenant text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  conversation text COLLATE "C" NOT NULL,
  kind int NOT NULL,
  decided_at bigint NOT NULL,
  recorded_at bigint NOT NULL,
  is_current boolean NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (tenant, id)
);
CREATE INDEX IF NOT EXISTS decision_conversation ON aurion.decision (tenant, conversation, kind, id);
CREATE UNIQUE INDEX IF NOT EXISTS decision_current ON aurion.decision (tenant, conversation, kind) WHERE is_current;
CREATE INDEX IF NOT EXISTS decision_time ON aurion.decision (tenant, decided_at, id) WHERE is_current;
