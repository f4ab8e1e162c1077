-- Times are UTC ticks (100 ns since year 1). Every statement can be run again.

CREATE TABLE IF NOT EXISTS aurion_run (
  key INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  run TEXT NOT NULL,
  workflow TEXT NOT NULL,
  status INTEGER NOT NULL,
  conversation TEXT,
  started_at INTEGER NOT NULL,
  head BLOB NOT NULL,
  marking BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS aurion_run_id ON aurion_run (tenant, run);
CREATE INDEX IF NOT EXISTS aurion_run_workflow ON aurion_run (tenant, workflow, run);
CREATE INDEX IF NOT EXISTS aurion_run_status ON aurion_run (tenant, status, run);
CREATE INDEX IF NOT EXISTS aurion_run_conversation ON aurion_run (tenant, conversation, run) WHERE conversation IS NOT NULL;
CREATE INDEX IF NOT EXISTS aurion_run_started ON aurion_run (tenant, started_at);

-- Small and often written: heartbeats and claims touch nothing else.
-- due_at: by its head, NULL when never; woken_at: since when a message waits; is_over: not even a message makes it due.
-- available_at: from when on it can be claimed, NULL when never.
CREATE TABLE IF NOT EXISTS aurion_run_queue (
  key INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  run TEXT NOT NULL,
  revision INTEGER NOT NULL,
  first_commit BLOB NOT NULL,
  latest_commit BLOB NOT NULL,
  steps INTEGER NOT NULL,
  subscriptions INTEGER NOT NULL,
  format INTEGER NOT NULL,
  claims INTEGER NOT NULL,
  due_at INTEGER,
  woken_at INTEGER,
  is_over INTEGER NOT NULL,
  lease_worker TEXT,
  lease_until INTEGER,
  available_at INTEGER
);
CREATE INDEX IF NOT EXISTS aurion_run_queue_run ON aurion_run_queue (run);
CREATE INDEX IF NOT EXISTS aurion_run_queue_due ON aurion_run_queue (available_at) WHERE available_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS aurion_run_queue_tenant ON aurion_run_queue (tenant, available_at) WHERE available_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS aurion_run_record (
  run_key INTEGER NOT NULL,
  step INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (run_key, step)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS aurion_run_value (
  key INTEGER PRIMARY KEY,
  run_key INTEGER NOT NULL,
  name TEXT NOT NULL,
  body BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS aurion_run_value_name ON aurion_run_value (run_key, name);

-- A consumed item keeps its id and loses its body.
CREATE TABLE IF NOT EXISTS aurion_run_inbox (
  key INTEGER PRIMARY KEY,
  run_key INTEGER NOT NULL,
  id TEXT NOT NULL,
  stored_at INTEGER NOT NULL,
  is_cancellation INTEGER NOT NULL,
  body BLOB
);
CREATE UNIQUE INDEX IF NOT EXISTS aurion_run_inbox_id ON aurion_run_inbox (run_key, id);
CREATE INDEX IF NOT EXISTS aurion_run_inbox_waiting ON aurion_run_inbox (run_key, key) WHERE body IS NOT NULL;

CREATE TABLE IF NOT EXISTS aurion_subscription (
  tenant TEXT NOT NULL,
  event_type TEXT NOT NULL,
  correlation TEXT NOT NULL,
  run_key INTEGER NOT NULL,
  PRIMARY KEY (tenant, event_type, correlation, run_key)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS aurion_subscription_run ON aurion_subscription (run_key);

CREATE TABLE IF NOT EXISTS aurion_workflow_counter (
  tenant TEXT NOT NULL,
  workflow TEXT NOT NULL,
  count INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, workflow)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS aurion_once (
  tenant TEXT NOT NULL,
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  holder TEXT NOT NULL,
  until INTEGER,
  PRIMARY KEY (tenant, scope, name)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS aurion_approval (
  key INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  run_key INTEGER NOT NULL,
  is_pending INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  body BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS aurion_approval_id ON aurion_approval (tenant, id);

-- Who may decide an open request; gone when it is decided.
CREATE TABLE IF NOT EXISTS aurion_approver (
  tenant TEXT NOT NULL,
  entry TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (tenant, entry, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS aurion_approver_id ON aurion_approver (tenant, id);

CREATE TABLE IF NOT EXISTS aurion_event (
  key INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  first_commit BLOB NOT NULL,
  latest_commit BLOB NOT NULL,
  claims INTEGER NOT NULL,
  available_at INTEGER,
  accepted_at INTEGER NOT NULL,
  type TEXT NOT NULL,
  conversation TEXT,
  body BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS aurion_event_id ON aurion_event (tenant, id);
CREATE INDEX IF NOT EXISTS aurion_event_order ON aurion_event (tenant, accepted_at, id);
CREATE INDEX IF NOT EXISTS aurion_event_conversation ON aurion_event (tenant, conversation, accepted_at, id) WHERE conversation IS NOT NULL;
CREATE INDEX IF NOT EXISTS aurion_event_due ON aurion_event (available_at) WHERE available_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS aurion_event_tenant ON aurion_event (tenant, available_at) WHERE available_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS aurion_rule_log (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (tenant, id)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS aurion_rule_counter (
  tenant TEXT NOT NULL,
  rule TEXT NOT NULL,
  count INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, rule)
) WITHOUT ROWID;

-- A delivered message keeps its id and loses its body; is_idle: given back, nobody may complete it before the next claim.
CREATE TABLE IF NOT EXISTS aurion_message (
  key INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  is_dead INTEGER NOT NULL DEFAULT 0,
  is_idle INTEGER NOT NULL DEFAULT 1,
  attempt INTEGER NOT NULL DEFAULT 0,
  available_at INTEGER,
  error TEXT,
  body BLOB
);
CREATE UNIQUE INDEX IF NOT EXISTS aurion_message_id ON aurion_message (tenant, id);
CREATE INDEX IF NOT EXISTS aurion_message_due ON aurion_message (available_at) WHERE available_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS aurion_message_tenant ON aurion_message (tenant, available_at) WHERE available_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS aurion_message_dead ON aurion_message (tenant, id) WHERE is_dead = 1;

CREATE TABLE IF NOT EXISTS aurion_document (
  key INTEGER PRIMARY KEY,
  tenant TEXT NOT NULL,
  kind INTEGER NOT NULL,
  id TEXT NOT NULL,
  parent TEXT,
  tag TEXT,
  revision INTEGER NOT NULL,
  body BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS aurion_document_id ON aurion_document (tenant, kind, id);
CREATE INDEX IF NOT EXISTS aurion_document_parent ON aurion_document (tenant, kind, parent, id) WHERE parent IS NOT NULL;
CREATE INDEX IF NOT EXISTS aurion_document_tag ON aurion_document (tenant, kind, tag, id) WHERE tag IS NOT NULL;

CREATE TABLE IF NOT EXISTS aurion_document_generation (
  tenant TEXT NOT NULL,
  kind INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  PRIMARY KEY (tenant, kind)
) WITHOUT ROWID;
