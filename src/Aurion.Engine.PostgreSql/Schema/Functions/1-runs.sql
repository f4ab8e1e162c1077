-- Run commits, many at once. Every array has one element for each commit; those that begin with a letter and "_at" have one for
-- each part and say which commit (from 1) it is of. An answer's status is CommitStatus; 9: the records do not continue from "holder".

CREATE OR REPLACE FUNCTION aurion.now_ticks() RETURNS bigint LANGUAGE sql VOLATILE AS $f$
  SELECT (extract(epoch FROM clock_timestamp()) * 10000000)::bigint + 621355968000000000
$f$;

-- Where this connection counts.
CREATE OR REPLACE FUNCTION aurion.counter_place() RETURNS int LANGUAGE sql STABLE AS $f$
  SELECT pg_backend_pid() % 64
$f$;

CREATE OR REPLACE FUNCTION aurion.add_messages(
  p_now bigint, p_won boolean[], m_at int[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS void LANGUAGE plpgsql AS $f$
BEGIN
  IF cardinality(m_id) > 0 THEN
    INSERT INTO aurion.message (tenant, id, available_at, body)
    SELECT m.tenant, m.id, coalesce(m.due, p_now), m.body
    FROM unnest(m_at, m_tenant, m_id, m_due, m_body) WITH ORDINALITY m(at, tenant, id, due, body, place)
    WHERE p_won IS NULL OR p_won[m.at]
    ORDER BY m.place
    ON CONFLICT DO NOTHING;
  END IF;
END $f$;

CREATE OR REPLACE FUNCTION aurion.add_run_parts(
  p_now bigint, p_keys bigint[], p_tenant text[],
  r_at int[], r_step bigint[], r_body bytea[],
  v_at int[], v_name text[], v_body bytea[],
  s_at int[], s_type text[], s_correlation text[],
  a_at int[], a_id text[], a_pending boolean[], a_status smallint[], a_decided bigint[], a_body bytea[],
  e_at int[], e_id text[], e_entry text[],
  m_at int[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS void LANGUAGE plpgsql AS $f$
DECLARE
  v_opened text[];
BEGIN
  IF cardinality(r_at) > 0 THEN
    INSERT INTO aurion.run_record (run_key, step, bodies)
    SELECT p_keys[r.at], max(r.step), array_agg(r.body ORDER BY r.step)
    FROM unnest(r_at, r_step, r_body) r(at, step, body) WHERE p_keys[r.at] IS NOT NULL GROUP BY r.at;
  END IF;
  IF cardinality(v_at) > 0 THEN
    INSERT INTO aurion.run_value (run_key, name, body)
    SELECT p_keys[v.at], v.name, v.body FROM unnest(v_at, v_name, v_body) v(at, name, body) WHERE p_keys[v.at] IS NOT NULL
    ON CONFLICT DO NOTHING;
  END IF;
  IF cardinality(s_at) > 0 THEN
    INSERT INTO aurion.subscription (tenant, event_type, correlation, run_key)
    SELECT p_tenant[s.at], s.type, s.correlation, p_keys[s.at] FROM unnest(s_at, s_type, s_correlation) s(at, type, correlation) WHERE p_keys[s.at] IS NOT NULL
    ON CONFLICT DO NOTHING;
  END IF;
  IF cardinality(a_at) > 0 THEN
    WITH closed AS (
      UPDATE aurion.approval t SET is_pending = false, revision = t.revision + 1, closed_status = a.status, closed_at = a.decided
      FROM unnest(a_at, a_id, a_pending, a_status, a_decided) a(at, id, pending, status, decided)
      WHERE p_keys[a.at] IS NOT NULL AND NOT a.pending AND t.tenant = p_tenant[a.at] AND t.id = a.id AND t.is_pending
      RETURNING t.tenant, t.id)
    DELETE FROM aurion.approver r USING closed WHERE r.tenant = closed.tenant AND r.id = closed.id;
    WITH opened AS (
      INSERT INTO aurion.approval (tenant, id, run_key, is_pending, revision, body)
      SELECT p_tenant[a.at], a.id, p_keys[a.at], a.pending, 1, a.body
      FROM unnest(a_at, a_id, a_pending, a_body) a(at, id, pending, body) WHERE p_keys[a.at] IS NOT NULL
      ON CONFLICT DO NOTHING RETURNING tenant, id, is_pending)
    INSERT INTO aurion.approver (tenant, entry, id)
    SELECT o.tenant, e.entry, o.id FROM unnest(e_at, e_id, e_entry) e(at, id, entry)
    JOIN opened o ON o.is_pending AND o.tenant = p_tenant[e.at] AND o.id = e.id WHERE p_keys[e.at] IS NOT NULL
    ON CONFLICT DO NOTHING;
  END IF;
  PERFORM aurion.add_messages(p_now, (SELECT array_agg(k.key IS NOT NULL ORDER BY k.at) FROM unnest(p_keys) WITH ORDINALITY k(key, at)), m_at, m_tenant, m_id, m_due, m_body);
END $f$;

CREATE OR REPLACE FUNCTION aurion.start_runs(
  p_now bigint,
  p_tenant text[], p_run text[], p_commit uuid[], p_workflow text[], p_status smallint[], p_conversation text[], p_started_at bigint[],
  p_format int[], p_due bigint[], p_over boolean[], p_worker text[], p_lease bigint[], p_first bigint[], p_steps int[],
  p_head bytea[], p_marking bytea[], o_scope text[], o_name text[], o_until bigint[],
  r_at int[], r_step bigint[], r_body bytea[],
  v_at int[], v_name text[], v_body bytea[],
  s_at int[], s_type text[], s_correlation text[],
  a_at int[], a_id text[], a_pending boolean[], a_status smallint[], a_decided bigint[], a_body bytea[],
  e_at int[], e_id text[], e_entry text[],
  m_at int[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS TABLE (status smallint, holder text) LANGUAGE plpgsql AS $f$
DECLARE
  v_now bigint := coalesce(p_now, aurion.now_ticks());
  v_count int := cardinality(p_run);
  v_status smallint[] := array_fill(0::smallint, ARRAY[v_count]);
  v_holder text[] := array_fill(NULL::text, ARRAY[v_count]);
  v_keys bigint[];
  v_found record;
  v_taken int;
BEGIN
  FOR v_found IN
    SELECT i.at, p_commit[i.at] IN (q.first_commit, q.latest_commit) AS known
    FROM unnest(p_tenant, p_run) WITH ORDINALITY i(tenant, run, at)
    JOIN aurion.run r ON r.tenant = i.tenant AND r.run = i.run JOIN aurion.run_queue q ON q.key = r.key
  LOOP
    v_status[v_found.at] := CASE WHEN v_found.known THEN 1 ELSE 2 END;
  END LOOP;

  FOR v_found IN SELECT i.at FROM unnest(p_first, p_steps) WITH ORDINALITY i(first, steps, at) WHERE i.steps > 0 AND i.first <> 1 LOOP
    IF v_status[v_found.at] = 0 THEN
      v_status[v_found.at] := 9;
      v_holder[v_found.at] := '0';
    END IF;
  END LOOP;

  IF EXISTS (SELECT FROM unnest(o_name) n WHERE n IS NOT NULL) THEN
    FOR v_found IN
      SELECT i.at, o.holder AS other
      FROM unnest(p_tenant, p_run, o_scope, o_name) WITH ORDINALITY i(tenant, run, scope, name, at)
      JOIN aurion.once o ON o.tenant = i.tenant AND o.scope = i.scope AND o.name = i.name
      WHERE o.holder <> i.run AND (o.until IS NULL OR o.until > v_now)
    LOOP
      IF v_status[v_found.at] = 0 THEN
        v_status[v_found.at] := 3;
        v_holder[v_found.at] := v_found.other;
      END IF;
    END LOOP;
    WITH taken AS (
      INSERT INTO aurion.once AS o (tenant, scope, name, holder, until)
      SELECT i.tenant, i.scope, i.name, i.run, i.until
      FROM unnest(p_tenant, p_run, o_scope, o_name, o_until) WITH ORDINALITY i(tenant, run, scope, name, until, at)
      WHERE i.name IS NOT NULL AND v_status[i.at] = 0 ORDER BY i.tenant, i.scope, i.name
      ON CONFLICT ON CONSTRAINT once_pkey DO UPDATE SET holder = excluded.holder, until = excluded.until
      WHERE o.holder = excluded.holder OR o.until <= v_now
      RETURNING 1)
    SELECT count(*) INTO v_taken FROM taken;
    IF v_taken <> (SELECT count(*) FROM unnest(o_name) WITH ORDINALITY i(name, at) WHERE i.name IS NOT NULL AND v_status[i.at] = 0) THEN
      RAISE 'A key was taken by another transaction at the same time.' USING ERRCODE = 'serialization_failure';
    END IF;
  END IF;

  WITH added AS (
    INSERT INTO aurion.run (tenant, run, workflow, conversation, started_at, head, marking)
    SELECT i.tenant, i.run, i.workflow, i.conversation, i.started_at, i.head, i.marking
    FROM unnest(p_tenant, p_run, p_workflow, p_conversation, p_started_at, p_head, p_marking)
      WITH ORDINALITY i(tenant, run, workflow, conversation, started_at, head, marking, at)
    WHERE v_status[i.at] = 0 ORDER BY i.at
    ON CONFLICT DO NOTHING RETURNING run.key, run.tenant, run.run)
  SELECT array_agg(a.key ORDER BY i.at) INTO v_keys
  FROM unnest(p_tenant, p_run) WITH ORDINALITY i(tenant, run, at) LEFT JOIN added a ON a.tenant = i.tenant AND a.run = i.run;

  IF EXISTS (SELECT FROM unnest(v_keys, v_status) k(key, status) WHERE k.status = 0 AND k.key IS NULL) THEN
    RAISE 'A run was started by another transaction at the same time.' USING ERRCODE = 'serialization_failure';
  END IF;

  INSERT INTO aurion.run_queue (key, tenant, run, status, revision, first_commit, latest_commit, steps, format, due_at, is_over, lease_worker, lease_until)
  SELECT i.key, i.tenant, i.run, i.status, 1, i.commit, i.commit, i.steps, i.format, i.due, i.over, i.worker, CASE WHEN i.worker IS NOT NULL THEN v_now + i.lease END
  FROM unnest(v_keys, p_tenant, p_run, p_status, p_commit, p_steps, p_format, p_due, p_over, p_worker, p_lease)
    i(key, tenant, run, status, commit, steps, format, due, over, worker, lease)
  WHERE i.key IS NOT NULL;

  INSERT INTO aurion.workflow_counter AS c (tenant, workflow, place, count, last_at)
  SELECT i.tenant, i.workflow, aurion.counter_place(), count(*), max(i.started_at)
  FROM unnest(v_keys, p_tenant, p_workflow, p_started_at) i(key, tenant, workflow, started_at)
  WHERE i.key IS NOT NULL GROUP BY i.tenant, i.workflow ORDER BY i.tenant, i.workflow
  ON CONFLICT ON CONSTRAINT workflow_counter_pkey DO UPDATE SET count = c.count + excluded.count, last_at = greatest(c.last_at, excluded.last_at);

  PERFORM aurion.add_run_parts(v_now, v_keys, p_tenant, r_at, r_step, r_body, v_at, v_name, v_body, s_at, s_type, s_correlation,
    a_at, a_id, a_pending, a_status, a_decided, a_body, e_at, e_id, e_entry, m_at, m_tenant, m_id, m_due, m_body);
  RETURN QUERY SELECT * FROM unnest(v_status, v_holder);
END $f$;

CREATE OR REPLACE FUNCTION aurion.progress_runs(
  p_now bigint,
  p_tenant text[], p_run text[], p_commit uuid[], p_expected bigint[], p_workflow text[], p_status smallint[], p_conversation text[], p_started_at bigint[],
  p_format int[], p_due bigint[], p_over boolean[], p_worker text[], p_lease bigint[], p_first bigint[], p_steps int[],
  p_head bytea[], p_marking bytea[], c_from int[], c_to int[], c_id text[],
  r_at int[], r_step bigint[], r_body bytea[],
  v_at int[], v_name text[], v_body bytea[],
  s_at int[], s_type text[], s_correlation text[],
  a_at int[], a_id text[], a_pending boolean[], a_status smallint[], a_decided bigint[], a_body bytea[],
  e_at int[], e_id text[], e_entry text[],
  m_at int[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS TABLE (status smallint, holder text) LANGUAGE plpgsql AS $f$
DECLARE
  v_now bigint := coalesce(p_now, aurion.now_ticks());
  v_keys bigint[];
BEGIN
  -- Whoever consumes looks at the inbox: nobody may put something into it between the look and the write.
  IF cardinality(c_id) > 0 THEN
    PERFORM q.key FROM unnest(p_tenant, p_run, c_from, c_to) i(tenant, run, first, last)
    JOIN aurion.run r ON r.tenant = i.tenant AND r.run = i.run JOIN aurion.run_queue q ON q.key = r.key
    WHERE i.last >= i.first ORDER BY q.key FOR UPDATE OF q;
  END IF;

  WITH written AS (
    UPDATE aurion.run_queue q SET
      status = i.status, revision = q.revision + 1, latest_commit = i.commit, steps = q.steps + i.steps, format = i.format, claims = 0, due_at = i.due, is_over = i.over,
      woken_at = CASE WHEN i.last < i.first THEN q.woken_at ELSE
        (SELECT x.stored_at FROM aurion.run_inbox x WHERE x.run_key = q.key AND x.body IS NOT NULL AND x.id <> ALL (c_id[i.first:i.last]) ORDER BY x.key LIMIT 1) END,
      lease_worker = i.worker, lease_until = CASE WHEN i.worker IS NOT NULL THEN v_now + i.lease END
    FROM unnest(p_tenant, p_run, p_commit, p_expected, p_status, p_steps, p_first, p_format, p_due, p_over, p_worker, p_lease, c_from, c_to)
      WITH ORDINALITY i(tenant, run, commit, expected, status, steps, first_step, format, due, over, worker, lease, first, last, at)
    JOIN aurion.run r ON r.tenant = i.tenant AND r.run = i.run
    WHERE q.key = r.key AND q.revision = i.expected AND i.commit NOT IN (q.first_commit, q.latest_commit) AND (i.steps = 0 OR i.first_step = q.steps + 1)
    RETURNING i.at, q.key)
  SELECT array_agg(w.key ORDER BY i.at) INTO v_keys FROM generate_series(1, cardinality(p_run)) i(at) LEFT JOIN written w ON w.at = i.at;

  UPDATE aurion.run r SET workflow = i.workflow, conversation = i.conversation, started_at = i.started_at, head = i.head, marking = i.marking
  FROM unnest(v_keys, p_workflow, p_conversation, p_started_at, p_head, p_marking) i(key, workflow, conversation, started_at, head, marking)
  WHERE r.key = i.key;

  IF cardinality(c_id) > 0 THEN
    UPDATE aurion.run_inbox x SET body = NULL
    FROM unnest(v_keys, c_from, c_to) i(key, first, last), unnest(c_id[i.first:i.last]) c(id)
    WHERE x.run_key = i.key AND x.id = c.id AND x.body IS NOT NULL;
  END IF;

  DELETE FROM aurion.subscription s USING unnest(v_keys) WITH ORDINALITY k(key, at)
  WHERE s.run_key = k.key
    AND NOT EXISTS (SELECT FROM unnest(s_at, s_type, s_correlation) n(at, type, correlation) WHERE n.at = k.at AND n.type = s.event_type AND n.correlation = s.correlation);

  PERFORM aurion.add_run_parts(v_now, v_keys, p_tenant, r_at, r_step, r_body, v_at, v_name, v_body, s_at, s_type, s_correlation,
    a_at, a_id, a_pending, a_status, a_decided, a_body, e_at, e_id, e_entry, m_at, m_tenant, m_id, m_due, m_body);

  IF array_position(v_keys, NULL) IS NULL THEN
    RETURN QUERY SELECT 0::smallint, NULL::text FROM generate_series(1, cardinality(p_run));
    RETURN;
  END IF;

  RETURN QUERY
  SELECT (CASE
      WHEN i.key IS NOT NULL THEN 0
      WHEN q.key IS NULL THEN 2
      WHEN i.commit IN (q.first_commit, q.latest_commit) THEN 1
      WHEN q.revision = i.expected THEN 9
      ELSE 2 END)::smallint,
    CASE WHEN i.key IS NULL AND q.revision = i.expected THEN q.steps::text END
  FROM unnest(v_keys, p_tenant, p_run, p_commit, p_expected) WITH ORDINALITY i(key, tenant, run, commit, expected, at)
  LEFT JOIN aurion.run r ON r.tenant = i.tenant AND r.run = i.run LEFT JOIN aurion.run_queue q ON q.key = r.key
  ORDER BY i.at;
END $f$;

-- Answers SendStatus: 0 stored, 1 known, 2 no such run.
CREATE OR REPLACE FUNCTION aurion.send_to_runs(
  p_now bigint, p_tenant text[], p_run text[], p_id text[], p_cancels boolean[], p_body bytea[]) RETURNS TABLE (status smallint) LANGUAGE plpgsql AS $f$
DECLARE
  v_now bigint := coalesce(p_now, aurion.now_ticks());
BEGIN
  RETURN QUERY
  WITH sent AS (
    SELECT i.at, i.id, i.cancels, i.body, r.key, row_number() OVER (PARTITION BY r.key, i.id ORDER BY i.at) AS nth
    FROM unnest(p_tenant, p_run, p_id, p_cancels, p_body) WITH ORDINALITY i(tenant, run, id, cancels, body, at)
    LEFT JOIN aurion.run r ON r.tenant = i.tenant AND r.run = i.run),
  added AS (
    INSERT INTO aurion.run_inbox (run_key, id, stored_at, is_cancellation, body)
    SELECT s.key, s.id, v_now, s.cancels, s.body FROM sent s WHERE s.key IS NOT NULL ORDER BY s.at
    ON CONFLICT DO NOTHING RETURNING run_key, id),
  woken AS (
    UPDATE aurion.run_queue q SET woken_at = coalesce(q.woken_at, v_now) FROM (SELECT DISTINCT run_key FROM added) a WHERE q.key = a.run_key)
  SELECT (CASE WHEN s.key IS NULL THEN 2 WHEN s.nth = 1 AND EXISTS (SELECT FROM added a WHERE a.run_key = s.key AND a.id = s.id) THEN 0 ELSE 1 END)::smallint
  FROM sent s ORDER BY s.at;
END $f$;
