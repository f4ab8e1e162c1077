-- What AI automation decided. Rows are only appended; is_current moves from one to the next. Every statement can be run again.
CREATE TABLE IF NOT EXISTS aurion_decision (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  conversation TEXT NOT NULL,
  kind INTEGER NOT NULL,
  decided_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  is_current INTEGER NOT NULL,
  body BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS aurion_decision_id ON aurion_decision (tenant, id);
CREATE INDEX IF NOT EXISTS aurion_decision_conversation ON aurion_decision (tenant, conversation, kind, id);
CREATE UNIQUE INDEX IF NOT EXISTS aurion_decision_current ON aurion_decision (tenant, conversation, kind) WHERE is_current = 1;
CREATE INDEX IF NOT EXISTS aurion_decision_time ON aurion_decision (tenant, decided_at, id) WHERE is_current = 1;
