-- Written for the schema "aurion"; every other name is put in its place when the script runs.
-- Times are UTC ticks (100 ns since year 1). Text that is compared or sorted has the collation "C": byte by byte, as every store does.
-- Every statement can be run again.

-- What is big and seldom written whole: kept in the row, out of the side table, up to a page.
-- No index holds what a commit changes, so that a new version stays on its page.
CREATE TABLE IF NOT EXISTS aurion.run (
  key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text COLLATE "C" NOT NULL,
  run text COLLATE "C" NOT NULL,
  workflow text COLLATE "C" NOT NULL,
  conversation text COLLATE "C",
  started_at bigint NOT NULL,
  head bytea NOT NULL,
  marking bytea NOT NULL
) WITH (fillfactor = 60, toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0.05);
CREATE UNIQUE INDEX IF NOT EXISTS run_id ON aurion.run (tenant, run);
CREATE INDEX IF NOT EXISTS run_workflow ON aurion.run (tenant, workflow, run);
CREATE INDEX IF NOT EXISTS run_conversation ON aurion.run (tenant, conversation, run) WHERE conversation IS NOT NULL;
CREATE INDEX IF NOT EXISTS run_started ON aurion.run (tenant, started_at);

-- Small and often written: heartbeats and claims touch nothing else.
-- due_at: by its head, NULL when never; woken_at: since when a message waits; is_over: not even a message makes it due.
-- available_at: from when on it can be claimed, NULL when never. Status 4 is completed: nobody asks the index for those.
CREATE TABLE IF NOT EXISTS aurion.run_queue (
  key bigint PRIMARY KEY,
  tenant text COLLATE "C" NOT NULL,
  run text COLLATE "C" NOT NULL,
  status smallint NOT NULL,
  revision bigint NOT NULL,
  first_commit uuid NOT NULL,
  latest_commit uuid NOT NULL,
  steps bigint NOT NULL,
  format int NOT NULL,
  claims int NOT NULL DEFAULT 0,
  due_at bigint,
  woken_at bigint,
  is_over boolean NOT NULL,
  lease_worker text COLLATE "C",
  lease_until bigint,
  available_at bigint GENERATED ALWAYS AS (
    CASE WHEN is_over OR (due_at IS NULL AND woken_at IS NULL) THEN NULL ELSE greatest(least(due_at, woken_at), lease_until) END) STORED
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX IF NOT EXISTS run_queue_due ON aurion.run_queue (available_at, key) WHERE available_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS run_queue_tenant ON aurion.run_queue (tenant, available_at, key) WHERE available_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS run_queue_lease ON aurion.run_queue (lease_worker, run) WHERE lease_worker IS NOT NULL;
CREATE INDEX IF NOT EXISTS run_queue_status ON aurion.run_queue (tenant, status, run) WHERE status <> 4;

-- One row for the records of one commit: the last of them has number step.
CREATE TABLE IF NOT EXISTS aurion.run_record (
  run_key bigint NOT NULL,
  step bigint NOT NULL,
  bodies bytea[] NOT NULL,
  PRIMARY KEY (run_key, step)
) WITH (toast_tuple_target = 8160);

CREATE TABLE IF NOT EXISTS aurion.run_value (
  run_key bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (run_key, name)
);

-- A consumed item keeps its id and loses its body.
CREATE TABLE IF NOT EXISTS aurion.run_inbox (
  key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_key bigint NOT NULL,
  id text COLLATE "C" NOT NULL,
  stored_at bigint NOT NULL,
  is_cancellation boolean NOT NULL,
  body bytea
);
CREATE UNIQUE INDEX IF NOT EXISTS run_inbox_id ON aurion.run_inbox (run_key, id);
CREATE INDEX IF NOT EXISTS run_inbox_waiting ON aurion.run_inbox (run_key, key) WHERE body IS NOT NULL;

CREATE TABLE IF NOT EXISTS aurion.subscription (
  tenant text COLLATE "C" NOT NULL,
  event_type text COLLATE "C" NOT NULL,
  correlation text COLLATE "C" NOT NULL,
  run_key bigint NOT NULL,
  PRIMARY KEY (tenant, event_type, correlation, run_key)
);
CREATE INDEX IF NOT EXISTS subscription_run ON aurion.subscription (run_key);

-- Counters are sums over places: each connection adds at its own, so that nobody waits for another's transaction.
CREATE TABLE IF NOT EXISTS aurion.workflow_counter (
  tenant text COLLATE "C" NOT NULL,
  workflow text COLLATE "C" NOT NULL,
  place int NOT NULL,
  count bigint NOT NULL,
  last_at bigint NOT NULL,
  PRIMARY KEY (tenant, workflow, place)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

CREATE TABLE IF NOT EXISTS aurion.once (
  tenant text COLLATE "C" NOT NULL,
  scope text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  holder text COLLATE "C" NOT NULL,
  until bigint,
  PRIMARY KEY (tenant, scope, name)
);

-- closed_status, closed_at: what the run said when it closed the request; they stand over what the body says.
-- latest_write: the write itself, so that one that is sent again after its answer was lost finds itself.
CREATE TABLE IF NOT EXISTS aurion.approval (
  key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  run_key bigint NOT NULL,
  is_pending boolean NOT NULL,
  revision bigint NOT NULL,
  latest_write uuid,
  closed_status smallint,
  closed_at bigint,
  body bytea NOT NULL
) WITH (fillfactor = 70, toast_tuple_target = 8160);
CREATE UNIQUE INDEX IF NOT EXISTS approval_id ON aurion.approval (tenant, id);

-- Who may decide an open request; gone when it is decided.
CREATE TABLE IF NOT EXISTS aurion.approver (
  tenant text COLLATE "C" NOT NULL,
  entry text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant, entry, id)
);
CREATE INDEX IF NOT EXISTS approver_id ON aurion.approver (tenant, id);

CREATE TABLE IF NOT EXISTS aurion.event (
  key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  revision bigint NOT NULL,
  first_commit uuid NOT NULL,
  latest_commit uuid NOT NULL,
  claims int NOT NULL DEFAULT 0,
  available_at bigint,
  accepted_at bigint NOT NULL,
  type text COLLATE "C" NOT NULL,
  conversation text COLLATE "C",
  body bytea NOT NULL
) WITH (fillfactor = 70, toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0.05);
CREATE UNIQUE INDEX IF NOT EXISTS event_id ON aurion.event (tenant, id);
CREATE INDEX IF NOT EXISTS event_order ON aurion.event (tenant, accepted_at, id);
CREATE INDEX IF NOT EXISTS event_conversation ON aurion.event (tenant, conversation, accepted_at, id) WHERE conversation IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_due ON aurion.event (available_at, key) WHERE available_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS event_tenant ON aurion.event (tenant, available_at, key) WHERE available_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS aurion.rule_log (
  tenant text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (tenant, id)
);

CREATE TABLE IF NOT EXISTS aurion.rule_counter (
  tenant text COLLATE "C" NOT NULL,
  rule text COLLATE "C" NOT NULL,
  place int NOT NULL,
  count bigint NOT NULL,
  last_at bigint NOT NULL,
  PRIMARY KEY (tenant, rule, place)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

-- A delivered message keeps its id and loses its body; is_idle: given back, nobody may complete it before the next claim.
CREATE TABLE IF NOT EXISTS aurion.message (
  key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  is_dead boolean NOT NULL DEFAULT false,
  is_idle boolean NOT NULL DEFAULT true,
  attempt int NOT NULL DEFAULT 0,
  available_at bigint,
  error text,
  body bytea
) WITH (fillfactor = 70, toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
CREATE UNIQUE INDEX IF NOT EXISTS message_id ON aurion.message (tenant, id);
CREATE INDEX IF NOT EXISTS message_due ON aurion.message (available_at, key) WHERE available_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS message_tenant ON aurion.message (tenant, available_at, key) WHERE available_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS message_dead ON aurion.message (tenant, id) WHERE is_dead;

CREATE TABLE IF NOT EXISTS aurion.document (
  tenant text COLLATE "C" NOT NULL,
  kind int NOT NULL,
  id text COLLATE "C" NOT NULL,
  parent text COLLATE "C",
  tag text COLLATE "C",
  revision bigint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (tenant, kind, id)
);
CREATE INDEX IF NOT EXISTS document_parent ON aurion.document (tenant, kind, parent, id) WHERE parent IS NOT NULL;
CREATE INDEX IF NOT EXISTS document_tag ON aurion.document (tenant, kind, tag, id) WHERE tag IS NOT NULL;

CREATE TABLE IF NOT EXISTS aurion.document_generation (
  tenant text COLLATE "C" NOT NULL,
  kind int NOT NULL,
  generation bigint NOT NULL,
  PRIMARY KEY (tenant, kind)
);

-- Writes of the last minutes: one that is sent again after its answer was lost finds itself.
CREATE TABLE IF NOT EXISTS aurion.document_write (
  id uuid PRIMARY KEY,
  written_at bigint NOT NULL
);
