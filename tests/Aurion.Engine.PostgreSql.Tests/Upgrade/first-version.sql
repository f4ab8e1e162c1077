SELECT set_config('check_function_bodies', 'off', true);

CREATE FUNCTION aurion.add_messages(p_now bigint, p_won boolean[], m_at integer[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF cardinality(m_id) > 0 THEN
    INSERT INTO aurion.message (tenant, id, available_at, body)
    SELECT m.tenant, m.id, coalesce(m.due, p_now), m.body
    FROM unnest(m_at, m_tenant, m_id, m_due, m_body) WITH ORDINALITY m(at, tenant, id, due, body, place)
    WHERE p_won IS NULL OR p_won[m.at]
    ORDER BY m.place
    ON CONFLICT DO NOTHING;
  END IF;
END $$;

CREATE FUNCTION aurion.add_run_parts(p_now bigint, p_keys bigint[], p_tenant text[], r_at integer[], r_step bigint[], r_body bytea[], v_at integer[], v_name text[], v_body bytea[], s_at integer[], s_type text[], s_correlation text[], a_at integer[], a_id text[], a_pending boolean[], a_status smallint[], a_decided bigint[], a_body bytea[], e_at integer[], e_id text[], e_entry text[], m_at integer[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
END $$;

CREATE FUNCTION aurion.claim_events(p_now bigint, p_limit integer, p_lease bigint, p_per_tenant integer) RETURNS TABLE(revision bigint, claims integer, body bytea)
    LANGUAGE plpgsql
    AS $$
DECLARE
  v_now bigint := coalesce(p_now, aurion.now_ticks());
  v_each int := least(p_limit, p_per_tenant);
  v_due record;
  v_taken jsonb := '{}';
  v_keys bigint[] := '{}';
BEGIN
  FOR v_due IN SELECT d.key, d.tenant FROM aurion.due_keys('aurion.event', v_now, p_limit, v_each, NULL) d LOOP
    EXIT WHEN cardinality(v_keys) = p_limit;
    CONTINUE WHEN coalesce((v_taken ->> v_due.tenant)::int, 0) >= v_each;
    PERFORM FROM aurion.event e WHERE e.key = v_due.key AND e.available_at <= v_now FOR UPDATE SKIP LOCKED;
    IF FOUND THEN
      v_keys := v_keys || v_due.key;
      v_taken := jsonb_set(v_taken, ARRAY[v_due.tenant], to_jsonb(coalesce((v_taken ->> v_due.tenant)::int, 0) + 1));
    END IF;
  END LOOP;

  RETURN QUERY
  WITH claimed AS (
    UPDATE aurion.event e SET available_at = v_now + p_lease, claims = e.claims + 1, revision = e.revision + 1
    WHERE e.key = ANY (v_keys) RETURNING e.key, e.revision, e.claims, e.body)
  SELECT c.revision, c.claims, c.body FROM claimed c ORDER BY array_position(v_keys, c.key);
END $$;

CREATE FUNCTION aurion.claim_messages(p_now bigint, p_limit integer, p_lease bigint, p_per_tenant integer) RETURNS TABLE(attempt integer, body bytea)
    LANGUAGE plpgsql
    AS $$
DECLARE
  v_now bigint := coalesce(p_now, aurion.now_ticks());
  v_each int := least(p_limit, p_per_tenant);
  v_due record;
  v_taken jsonb := '{}';
  v_keys bigint[] := '{}';
BEGIN
  FOR v_due IN SELECT d.key, d.tenant FROM aurion.due_keys('aurion.message', v_now, p_limit, v_each, NULL) d LOOP
    EXIT WHEN cardinality(v_keys) = p_limit;
    CONTINUE WHEN coalesce((v_taken ->> v_due.tenant)::int, 0) >= v_each;
    PERFORM FROM aurion.message m WHERE m.key = v_due.key AND m.available_at <= v_now FOR UPDATE SKIP LOCKED;
    IF FOUND THEN
      v_keys := v_keys || v_due.key;
      v_taken := jsonb_set(v_taken, ARRAY[v_due.tenant], to_jsonb(coalesce((v_taken ->> v_due.tenant)::int, 0) + 1));
    END IF;
  END LOOP;

  RETURN QUERY
  WITH claimed AS (
    UPDATE aurion.message m SET available_at = v_now + p_lease, attempt = m.attempt + 1, is_idle = false
    WHERE m.key = ANY (v_keys) RETURNING m.key, m.attempt, m.body)
  SELECT c.attempt, c.body FROM claimed c ORDER BY array_position(v_keys, c.key);
END $$;

CREATE FUNCTION aurion.claim_runs(p_now bigint, p_worker text, p_limit integer, p_lease bigint, p_per_tenant integer, p_max_format integer) RETURNS TABLE(now bigint, head bytea, marking bytea, revision bigint, steps bigint, claims integer, inbox_ids text[], inbox_bodies bytea[])
    LANGUAGE plpgsql
    AS $$
DECLARE
  v_now bigint := coalesce(p_now, aurion.now_ticks());
  v_each int := least(p_limit, p_per_tenant);
  v_due record;
  v_taken jsonb := '{}';
  v_keys bigint[] := '{}';
BEGIN
  FOR v_due IN SELECT d.key, d.tenant FROM aurion.due_keys('aurion.run_queue', v_now, p_limit, v_each, p_max_format) d LOOP
    EXIT WHEN cardinality(v_keys) = p_limit;
    CONTINUE WHEN coalesce((v_taken ->> v_due.tenant)::int, 0) >= v_each;
    PERFORM FROM aurion.run_queue q WHERE q.key = v_due.key AND q.available_at <= v_now FOR UPDATE SKIP LOCKED;
    IF FOUND THEN
      v_keys := v_keys || v_due.key;
      v_taken := jsonb_set(v_taken, ARRAY[v_due.tenant], to_jsonb(coalesce((v_taken ->> v_due.tenant)::int, 0) + 1));
    END IF;
  END LOOP;

  RETURN QUERY
  WITH claimed AS (
    UPDATE aurion.run_queue q SET lease_worker = p_worker, lease_until = v_now + p_lease, claims = q.claims + 1, revision = q.revision + 1
    WHERE q.key = ANY (v_keys) RETURNING q.key, q.revision, q.steps, q.claims)
  SELECT v_now, r.head, r.marking, c.revision, c.steps, c.claims, i.ids, i.bodies
  FROM claimed c JOIN aurion.run r ON r.key = c.key
  CROSS JOIN LATERAL (
    SELECT array_agg(x.id ORDER BY x.key) AS ids, array_agg(x.body ORDER BY x.key) AS bodies FROM aurion.run_inbox x WHERE x.run_key = c.key AND x.body IS NOT NULL) i
  ORDER BY array_position(v_keys, c.key);
  IF NOT FOUND THEN
    RETURN QUERY SELECT v_now, NULL::bytea, NULL::bytea, NULL::bigint, NULL::bigint, NULL::int, NULL::text[], NULL::bytea[];
  END IF;
END $$;

CREATE FUNCTION aurion.commit_approvals(p_now bigint, p_tenant text[], p_id text[], p_write uuid[], p_expected bigint[], p_pending boolean[], p_body bytea[], p_item text[], p_item_cancels boolean[], p_item_body bytea[], e_at integer[], e_entry text[], m_at integer[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS TABLE(status smallint)
    LANGUAGE plpgsql
    AS $$
DECLARE
  v_now bigint := coalesce(p_now, aurion.now_ticks());
  v_count int := cardinality(p_id);
  v_status smallint[] := array_fill(2::smallint, ARRAY[v_count]);
  v_won boolean[] := array_fill(false, ARRAY[v_count]);
  v_found record;
BEGIN
  -- The run first, then the request: as a run's commit locks them.
  PERFORM q.key FROM unnest(p_tenant, p_id, p_item) i(tenant, id, item)
  JOIN aurion.approval a ON a.tenant = i.tenant AND a.id = i.id JOIN aurion.run_queue q ON q.key = a.run_key
  WHERE i.item IS NOT NULL ORDER BY q.key FOR UPDATE OF q;

  FOR v_found IN
    SELECT i.at, a.is_pending, a.revision, a.latest_write FROM unnest(p_tenant, p_id) WITH ORDINALITY i(tenant, id, at)
    JOIN aurion.approval a ON a.tenant = i.tenant AND a.id = i.id ORDER BY a.key FOR UPDATE OF a
  LOOP
    IF v_found.latest_write = p_write[v_found.at] THEN
      v_status[v_found.at] := 0;
    ELSIF v_found.is_pending AND v_found.revision = p_expected[v_found.at] THEN
      v_status[v_found.at] := 0;
      v_won[v_found.at] := true;
    END IF;
  END LOOP;

  UPDATE aurion.approval a SET is_pending = i.pending, revision = a.revision + 1, latest_write = i.write, body = i.body
  FROM unnest(p_tenant, p_id, v_won, p_pending, p_write, p_body) i(tenant, id, won, pending, write, body)
  WHERE i.won AND a.tenant = i.tenant AND a.id = i.id;

  DELETE FROM aurion.approver r USING unnest(p_tenant, p_id, v_won) WITH ORDINALITY i(tenant, id, won, at)
  WHERE i.won AND r.tenant = i.tenant AND r.id = i.id
    AND NOT EXISTS (SELECT FROM unnest(e_at, e_entry) e(at, entry) WHERE p_pending[i.at] AND e.at = i.at AND e.entry = r.entry);
  INSERT INTO aurion.approver (tenant, entry, id)
  SELECT p_tenant[e.at], e.entry, p_id[e.at] FROM unnest(e_at, e_entry) e(at, entry) WHERE v_won[e.at] AND p_pending[e.at]
  ON CONFLICT DO NOTHING;

  WITH added AS (
    INSERT INTO aurion.run_inbox (run_key, id, stored_at, is_cancellation, body)
    SELECT a.run_key, i.item, v_now, i.cancels, i.body
    FROM unnest(p_tenant, p_id, v_won, p_item, p_item_cancels, p_item_body) i(tenant, id, won, item, cancels, body)
    JOIN aurion.approval a ON a.tenant = i.tenant AND a.id = i.id WHERE i.won AND i.item IS NOT NULL
    ON CONFLICT DO NOTHING RETURNING run_key)
  UPDATE aurion.run_queue q SET woken_at = coalesce(q.woken_at, v_now) FROM (SELECT DISTINCT run_key FROM added) x WHERE q.key = x.run_key;

  PERFORM aurion.add_messages(v_now, v_won, m_at, m_tenant, m_id, m_due, m_body);
  RETURN QUERY SELECT * FROM unnest(v_status);
END $$;

CREATE FUNCTION aurion.commit_documents(p_now bigint, p_write uuid, p_tenant text, p_kind integer[], p_id text[], p_parent text[], p_tag text[], p_expected bigint[], p_body bytea[]) RETURNS TABLE(status smallint, holder text)
    LANGUAGE plpgsql
    AS $$
DECLARE
  v_now bigint := coalesce(p_now, aurion.now_ticks());
  v_found record;
BEGIN
  -- One writer of a tenant's documents at a time: all or none, also of documents that are not there yet.
  PERFORM pg_advisory_xact_lock(hashtextextended('aurion.document/' || p_tenant, 0));
  IF EXISTS (SELECT FROM aurion.document_write w WHERE w.id = p_write) THEN
    RETURN QUERY SELECT 0::smallint, NULL::text;
    RETURN;
  END IF;

  SELECT i.id INTO v_found
  FROM unnest(p_kind, p_id, p_expected) WITH ORDINALITY i(kind, id, expected, at)
  LEFT JOIN aurion.document d ON d.tenant = p_tenant AND d.kind = i.kind AND d.id = i.id
  WHERE i.expected IS NOT NULL AND i.expected <> coalesce(d.revision, 0) ORDER BY i.at LIMIT 1;
  IF FOUND THEN
    RETURN QUERY SELECT 2::smallint, v_found.id;
    RETURN;
  END IF;

  INSERT INTO aurion.document AS d (tenant, kind, id, parent, tag, revision, body)
  SELECT p_tenant, i.kind, i.id, i.parent, i.tag, 1, i.body
  FROM unnest(p_kind, p_id, p_parent, p_tag, p_body) i(kind, id, parent, tag, body) WHERE i.body IS NOT NULL
  ON CONFLICT ON CONSTRAINT document_pkey DO UPDATE SET parent = excluded.parent, tag = excluded.tag, revision = d.revision + 1, body = excluded.body;
  DELETE FROM aurion.document d USING unnest(p_kind, p_id, p_body) i(kind, id, body)
  WHERE i.body IS NULL AND d.tenant = p_tenant AND d.kind = i.kind AND d.id = i.id;
  INSERT INTO aurion.document_generation AS g (tenant, kind, generation)
  SELECT p_tenant, k.kind, count(*) FROM unnest(p_kind) k(kind) GROUP BY k.kind
  ON CONFLICT ON CONSTRAINT document_generation_pkey DO UPDATE SET generation = g.generation + excluded.generation;
  DELETE FROM aurion.document_write w WHERE w.written_at < v_now - 6000000000;
  INSERT INTO aurion.document_write (id, written_at) VALUES (p_write, v_now);
  RETURN QUERY SELECT 0::smallint, NULL::text;
END $$;

CREATE FUNCTION aurion.commit_events(p_now bigint, p_tenant text[], p_id text[], p_commit uuid[], p_expected bigint[], p_finished boolean[], p_lease bigint[], p_accepted_at bigint[], p_type text[], p_conversation text[], p_body bytea[], o_at integer[], o_scope text[], o_name text[], o_until bigint[], l_at integer[], l_id text[], l_rule text[], l_match boolean[], l_executed_at bigint[], l_body bytea[], m_at integer[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS TABLE(status smallint, holder text)
    LANGUAGE plpgsql
    AS $$
DECLARE
  v_now bigint := coalesce(p_now, aurion.now_ticks());
  v_count int := cardinality(p_id);
  v_status smallint[] := array_fill(NULL::smallint, ARRAY[v_count]);
  v_holder text[] := array_fill(NULL::text, ARRAY[v_count]);
  v_keys bigint[] := array_fill(NULL::bigint, ARRAY[v_count]);
  v_won boolean[];
  v_found record;
  v_taken int;
BEGIN
  FOR v_found IN
    SELECT i.at, e.key, e.revision, p_commit[i.at] IN (e.first_commit, e.latest_commit) AS known
    FROM unnest(p_tenant, p_id) WITH ORDINALITY i(tenant, id, at) JOIN aurion.event e ON e.tenant = i.tenant AND e.id = i.id
    ORDER BY e.key FOR UPDATE OF e
  LOOP
    IF v_found.known THEN
      v_status[v_found.at] := 1;
    ELSIF v_found.revision = p_expected[v_found.at] THEN
      v_status[v_found.at] := 0;
      v_keys[v_found.at] := v_found.key;
    ELSIF p_expected[v_found.at] = 0 THEN
      v_status[v_found.at] := 3;
      v_holder[v_found.at] := p_id[v_found.at];
    ELSE
      v_status[v_found.at] := 2;
    END IF;
  END LOOP;

  SELECT array_agg(coalesce(i.status, CASE WHEN i.expected = 0 THEN 0 ELSE 2 END)::smallint ORDER BY i.at) INTO v_status
  FROM unnest(v_status, p_expected) WITH ORDINALITY i(status, expected, at);

  IF cardinality(o_at) > 0 THEN
    FOR v_found IN
      SELECT i.at, o.holder AS other
      FROM unnest(o_at, o_scope, o_name) WITH ORDINALITY i(at, scope, name, place)
      JOIN aurion.once o ON o.tenant = p_tenant[i.at] AND o.scope = i.scope AND o.name = i.name
      WHERE o.holder <> p_id[i.at] AND (o.until IS NULL OR o.until > v_now) ORDER BY i.place
    LOOP
      IF v_status[v_found.at] = 0 THEN
        v_status[v_found.at] := 3;
        v_holder[v_found.at] := v_found.other;
      END IF;
    END LOOP;

    -- The same key twice in one commit: the last word counts.
    WITH wanted AS (
      SELECT DISTINCT ON (p_tenant[i.at], i.scope, i.name) p_tenant[i.at] AS tenant, i.scope, i.name, p_id[i.at] AS holder, i.until
      FROM unnest(o_at, o_scope, o_name, o_until) WITH ORDINALITY i(at, scope, name, until, place)
      WHERE v_status[i.at] = 0 ORDER BY p_tenant[i.at], i.scope, i.name, i.place DESC),
    taken AS (
      INSERT INTO aurion.once AS o (tenant, scope, name, holder, until) SELECT w.tenant, w.scope, w.name, w.holder, w.until FROM wanted w
      ON CONFLICT ON CONSTRAINT once_pkey DO UPDATE SET holder = excluded.holder, until = excluded.until
      WHERE o.holder = excluded.holder OR o.until <= v_now
      RETURNING 1)
    SELECT (SELECT count(*) FROM wanted) - (SELECT count(*) FROM taken) INTO v_taken;
    IF v_taken <> 0 THEN
      RAISE 'A key was taken by another transaction at the same time.' USING ERRCODE = 'serialization_failure';
    END IF;
  END IF;

  SELECT array_agg(s.status = 0 ORDER BY s.at) INTO v_won FROM unnest(v_status) WITH ORDINALITY s(status, at);

  UPDATE aurion.event e SET
    revision = e.revision + 1, latest_commit = i.commit, claims = 0, accepted_at = i.accepted_at, type = i.type, conversation = i.conversation, body = i.body,
    available_at = CASE WHEN i.finished THEN NULL WHEN i.lease IS NULL THEN i.accepted_at ELSE greatest(i.accepted_at, v_now + i.lease) END
  FROM unnest(v_keys, v_won, p_commit, p_finished, p_lease, p_accepted_at, p_type, p_conversation, p_body)
    i(key, won, commit, finished, lease, accepted_at, type, conversation, body)
  WHERE e.key = i.key AND i.won;

  WITH added AS (
    INSERT INTO aurion.event (tenant, id, revision, first_commit, latest_commit, available_at, accepted_at, type, conversation, body)
    SELECT i.tenant, i.id, 1, i.commit, i.commit,
      CASE WHEN i.finished THEN NULL WHEN i.lease IS NULL THEN i.accepted_at ELSE greatest(i.accepted_at, v_now + i.lease) END,
      i.accepted_at, i.type, i.conversation, i.body
    FROM unnest(v_keys, v_won, p_tenant, p_id, p_commit, p_finished, p_lease, p_accepted_at, p_type, p_conversation, p_body)
      WITH ORDINALITY i(key, won, tenant, id, commit, finished, lease, accepted_at, type, conversation, body, at)
    WHERE i.key IS NULL AND i.won ORDER BY i.at
    ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*) INTO v_taken FROM added;
  IF v_taken <> (SELECT count(*) FROM unnest(v_keys, v_won) i(key, won) WHERE i.key IS NULL AND i.won) THEN
    RAISE 'An event was accepted by another transaction at the same time.' USING ERRCODE = 'serialization_failure';
  END IF;

  IF cardinality(l_at) > 0 THEN
    WITH added AS (
      INSERT INTO aurion.rule_log (tenant, id, body)
      SELECT p_tenant[l.at], l.id, l.body FROM unnest(l_at, l_id, l_body) l(at, id, body) WHERE v_won[l.at]
      ON CONFLICT DO NOTHING RETURNING rule_log.tenant, rule_log.id)
    INSERT INTO aurion.rule_counter AS c (tenant, rule, place, count, last_at)
    SELECT a.tenant, l.rule, aurion.counter_place(), count(*), max(l.executed_at)
    FROM unnest(l_at, l_id, l_rule, l_match, l_executed_at) l(at, id, rule, match, executed_at)
    JOIN added a ON a.tenant = p_tenant[l.at] AND a.id = l.id WHERE l.match AND v_won[l.at] GROUP BY a.tenant, l.rule ORDER BY a.tenant, l.rule
    ON CONFLICT ON CONSTRAINT rule_counter_pkey DO UPDATE SET count = c.count + excluded.count, last_at = greatest(c.last_at, excluded.last_at);
  END IF;

  PERFORM aurion.add_messages(v_now, v_won, m_at, m_tenant, m_id, m_due, m_body);
  RETURN QUERY SELECT * FROM unnest(v_status, v_holder);
END $$;

CREATE FUNCTION aurion.complete_messages(p_now bigint, p_tenant text[], p_id text[], p_fence bigint[], p_later boolean[], p_retry_at bigint[], p_dead boolean[], p_error text[], m_at integer[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
  v_now bigint := coalesce(p_now, aurion.now_ticks());
  v_won boolean[];
BEGIN
  WITH done AS (
    UPDATE aurion.message m SET
      available_at = CASE WHEN i.later THEN coalesce(i.retry_at, v_now) END, is_idle = true, is_dead = i.dead, error = i.error,
      body = CASE WHEN i.later OR i.dead THEN m.body END
    FROM unnest(p_tenant, p_id, p_fence, p_later, p_retry_at, p_dead, p_error) WITH ORDINALITY i(tenant, id, fence, later, retry_at, dead, error, at)
    WHERE m.tenant = i.tenant AND m.id = i.id AND m.attempt = i.fence AND NOT m.is_idle AND m.available_at IS NOT NULL
    RETURNING i.at)
  SELECT array_agg(EXISTS (SELECT FROM done d WHERE d.at = i.at) ORDER BY i.at) INTO v_won FROM generate_series(1, cardinality(p_id)) i(at);
  PERFORM aurion.add_messages(v_now, v_won, m_at, m_tenant, m_id, m_due, m_body);
END $$;

CREATE FUNCTION aurion.counter_place() RETURNS integer
    LANGUAGE sql STABLE
    AS $$
  SELECT pg_backend_pid() % 64
$$;

CREATE FUNCTION aurion.due_keys(p_table regclass, p_now bigint, p_limit integer, p_each integer, p_max_format integer) RETURNS TABLE(key bigint, tenant text)
    LANGUAGE plpgsql
    AS $_$
DECLARE
  v_format text := CASE WHEN p_max_format IS NULL THEN '' ELSE format(' AND format <= %s', p_max_format) END;
  v_keys bigint[];
  v_tenants text[];
  v_probe int := 4 * p_limit + 1;
BEGIN
  EXECUTE format(
    'SELECT array_agg(t.key ORDER BY t.turn, t.available_at, t.key), array_agg(t.tenant ORDER BY t.turn, t.available_at, t.key) FROM ('
    'SELECT d.key, d.tenant, d.available_at, row_number() OVER (PARTITION BY d.tenant ORDER BY d.available_at, d.key) AS turn FROM ('
    'SELECT key, tenant, available_at FROM %s WHERE available_at <= $1%s ORDER BY available_at, key LIMIT $2) d) t', p_table, v_format)
  INTO v_keys, v_tenants USING p_now, v_probe;

  -- A backlog: one look at each tenant, so that none hides behind another's thousands.
  IF cardinality(v_keys) = v_probe THEN
    EXECUTE format(
      'WITH RECURSIVE tenants AS ('
      '(SELECT tenant FROM %1$s WHERE available_at IS NOT NULL ORDER BY tenant LIMIT 1) UNION ALL '
      'SELECT (SELECT n.tenant FROM %1$s n WHERE n.available_at IS NOT NULL AND n.tenant > t.tenant ORDER BY n.tenant LIMIT 1) FROM tenants t WHERE t.tenant IS NOT NULL) '
      'SELECT array_agg(d.key ORDER BY d.turn, d.available_at, d.key), array_agg(t.tenant ORDER BY d.turn, d.available_at, d.key) FROM tenants t CROSS JOIN LATERAL ('
      'SELECT o.key, o.available_at, row_number() OVER (ORDER BY o.available_at, o.key) AS turn FROM ('
      'SELECT key, available_at FROM %1$s WHERE tenant = t.tenant AND available_at IS NOT NULL AND available_at <= $1%2$s ORDER BY available_at, key LIMIT $2) o) d '
      'WHERE t.tenant IS NOT NULL', p_table, v_format)
    INTO v_keys, v_tenants USING p_now, 4 * p_each;
  END IF;

  RETURN QUERY SELECT * FROM unnest(v_keys, v_tenants);
END $_$;

CREATE FUNCTION aurion.now_ticks() RETURNS bigint
    LANGUAGE sql
    AS $$
  SELECT (extract(epoch FROM clock_timestamp()) * 10000000)::bigint + 621355968000000000
$$;

CREATE FUNCTION aurion.progress_runs(p_now bigint, p_tenant text[], p_run text[], p_commit uuid[], p_expected bigint[], p_workflow text[], p_status smallint[], p_conversation text[], p_started_at bigint[], p_format integer[], p_due bigint[], p_over boolean[], p_worker text[], p_lease bigint[], p_first bigint[], p_steps integer[], p_head bytea[], p_marking bytea[], c_from integer[], c_to integer[], c_id text[], r_at integer[], r_step bigint[], r_body bytea[], v_at integer[], v_name text[], v_body bytea[], s_at integer[], s_type text[], s_correlation text[], a_at integer[], a_id text[], a_pending boolean[], a_status smallint[], a_decided bigint[], a_body bytea[], e_at integer[], e_id text[], e_entry text[], m_at integer[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS TABLE(status smallint, holder text)
    LANGUAGE plpgsql
    AS $$
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
END $$;

CREATE FUNCTION aurion.release_runs(p_worker text, p_runs text[]) RETURNS void
    LANGUAGE sql
    AS $$
  UPDATE aurion.run_queue SET lease_worker = NULL, lease_until = NULL WHERE lease_worker = p_worker AND run = ANY (p_runs)
$$;

CREATE FUNCTION aurion.renew_runs(p_now bigint, p_worker text, p_runs text[], p_lease bigint) RETURNS TABLE(state smallint)
    LANGUAGE plpgsql
    AS $$
DECLARE
  v_until bigint := coalesce(p_now, aurion.now_ticks()) + p_lease;
BEGIN
  RETURN QUERY
  WITH held AS (
    UPDATE aurion.run_queue q SET lease_until = v_until WHERE q.lease_worker = p_worker AND q.run = ANY (p_runs) RETURNING q.key, q.run)
  SELECT (CASE
      WHEN NOT EXISTS (SELECT FROM held h WHERE h.run = i.run) THEN 2
      WHEN EXISTS (SELECT FROM held h JOIN aurion.run_inbox x ON x.run_key = h.key WHERE h.run = i.run AND x.body IS NOT NULL AND x.is_cancellation) THEN 1
      ELSE 0 END)::smallint
  FROM unnest(p_runs) WITH ORDINALITY i(run, at) ORDER BY i.at;
END $$;

CREATE FUNCTION aurion.send_messages(p_now bigint, m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS void
    LANGUAGE sql
    AS $$
  SELECT aurion.add_messages(coalesce(p_now, aurion.now_ticks()), NULL, array_fill(1, ARRAY[cardinality(m_id)]), m_tenant, m_id, m_due, m_body)
$$;

CREATE FUNCTION aurion.send_to_runs(p_now bigint, p_tenant text[], p_run text[], p_id text[], p_cancels boolean[], p_body bytea[]) RETURNS TABLE(status smallint)
    LANGUAGE plpgsql
    AS $$
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
END $$;

CREATE FUNCTION aurion.start_runs(p_now bigint, p_tenant text[], p_run text[], p_commit uuid[], p_workflow text[], p_status smallint[], p_conversation text[], p_started_at bigint[], p_format integer[], p_due bigint[], p_over boolean[], p_worker text[], p_lease bigint[], p_first bigint[], p_steps integer[], p_head bytea[], p_marking bytea[], o_scope text[], o_name text[], o_until bigint[], r_at integer[], r_step bigint[], r_body bytea[], v_at integer[], v_name text[], v_body bytea[], s_at integer[], s_type text[], s_correlation text[], a_at integer[], a_id text[], a_pending boolean[], a_status smallint[], a_decided bigint[], a_body bytea[], e_at integer[], e_id text[], e_entry text[], m_at integer[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS TABLE(status smallint, holder text)
    LANGUAGE plpgsql
    AS $$
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
END $$;

CREATE TABLE aurion.approval (
    key bigint NOT NULL,
    tenant text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    run_key bigint NOT NULL,
    is_pending boolean NOT NULL,
    revision bigint NOT NULL,
    latest_write uuid,
    closed_status smallint,
    closed_at bigint,
    body bytea NOT NULL
)
WITH (fillfactor='70', toast_tuple_target='8160');

ALTER TABLE aurion.approval ALTER COLUMN key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME aurion.approval_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE aurion.approver (
    tenant text NOT NULL COLLATE pg_catalog."C",
    entry text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE aurion.document (
    tenant text NOT NULL COLLATE pg_catalog."C",
    kind integer NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    parent text COLLATE pg_catalog."C",
    tag text COLLATE pg_catalog."C",
    revision bigint NOT NULL,
    body bytea NOT NULL
);

CREATE TABLE aurion.document_generation (
    tenant text NOT NULL COLLATE pg_catalog."C",
    kind integer NOT NULL,
    generation bigint NOT NULL
);

CREATE TABLE aurion.document_write (
    id uuid NOT NULL,
    written_at bigint NOT NULL
);

CREATE TABLE aurion.event (
    key bigint NOT NULL,
    tenant text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    revision bigint NOT NULL,
    first_commit uuid NOT NULL,
    latest_commit uuid NOT NULL,
    claims integer DEFAULT 0 NOT NULL,
    available_at bigint,
    accepted_at bigint NOT NULL,
    type text NOT NULL COLLATE pg_catalog."C",
    conversation text COLLATE pg_catalog."C",
    body bytea NOT NULL
)
WITH (fillfactor='70', toast_tuple_target='8160', autovacuum_vacuum_scale_factor='0.05');

ALTER TABLE aurion.event ALTER COLUMN key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME aurion.event_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE aurion.message (
    key bigint NOT NULL,
    tenant text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    is_dead boolean DEFAULT false NOT NULL,
    is_idle boolean DEFAULT true NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    available_at bigint,
    error text,
    body bytea
)
WITH (fillfactor='70', toast_tuple_target='8160', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='1000');

ALTER TABLE aurion.message ALTER COLUMN key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME aurion.message_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE aurion.once (
    tenant text NOT NULL COLLATE pg_catalog."C",
    scope text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    holder text NOT NULL COLLATE pg_catalog."C",
    until bigint
);

CREATE TABLE aurion.rule_counter (
    tenant text NOT NULL COLLATE pg_catalog."C",
    rule text NOT NULL COLLATE pg_catalog."C",
    place integer NOT NULL,
    count bigint NOT NULL,
    last_at bigint NOT NULL
)
WITH (fillfactor='50', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500');

CREATE TABLE aurion.rule_log (
    tenant text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    body bytea NOT NULL
);

CREATE TABLE aurion.run (
    key bigint NOT NULL,
    tenant text NOT NULL COLLATE pg_catalog."C",
    run text NOT NULL COLLATE pg_catalog."C",
    workflow text NOT NULL COLLATE pg_catalog."C",
    conversation text COLLATE pg_catalog."C",
    started_at bigint NOT NULL,
    head bytea NOT NULL,
    marking bytea NOT NULL
)
WITH (fillfactor='60', toast_tuple_target='8160', autovacuum_vacuum_scale_factor='0.05');

CREATE TABLE aurion.run_inbox (
    key bigint NOT NULL,
    run_key bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    stored_at bigint NOT NULL,
    is_cancellation boolean NOT NULL,
    body bytea
);

ALTER TABLE aurion.run_inbox ALTER COLUMN key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME aurion.run_inbox_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE aurion.run ALTER COLUMN key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME aurion.run_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE aurion.run_queue (
    key bigint NOT NULL,
    tenant text NOT NULL COLLATE pg_catalog."C",
    run text NOT NULL COLLATE pg_catalog."C",
    status smallint NOT NULL,
    revision bigint NOT NULL,
    first_commit uuid NOT NULL,
    latest_commit uuid NOT NULL,
    steps bigint NOT NULL,
    format integer NOT NULL,
    claims integer DEFAULT 0 NOT NULL,
    due_at bigint,
    woken_at bigint,
    is_over boolean NOT NULL,
    lease_worker text COLLATE pg_catalog."C",
    lease_until bigint,
    available_at bigint GENERATED ALWAYS AS (
CASE
    WHEN (is_over OR ((due_at IS NULL) AND (woken_at IS NULL))) THEN NULL::bigint
    ELSE GREATEST(LEAST(due_at, woken_at), lease_until)
END) STORED
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='1000', autovacuum_vacuum_cost_delay='0');

CREATE TABLE aurion.run_record (
    run_key bigint NOT NULL,
    step bigint NOT NULL,
    bodies bytea[] NOT NULL
)
WITH (toast_tuple_target='8160');

CREATE TABLE aurion.run_value (
    run_key bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    body bytea NOT NULL
);

CREATE TABLE aurion.schema_version (
    schemaversionsid integer NOT NULL,
    scriptname character varying(255) NOT NULL,
    applied timestamp without time zone NOT NULL
);

CREATE SEQUENCE aurion.schema_version_schemaversionsid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE aurion.schema_version_schemaversionsid_seq OWNED BY aurion.schema_version.schemaversionsid;

CREATE TABLE aurion.subscription (
    tenant text NOT NULL COLLATE pg_catalog."C",
    event_type text NOT NULL COLLATE pg_catalog."C",
    correlation text NOT NULL COLLATE pg_catalog."C",
    run_key bigint NOT NULL
);

CREATE TABLE aurion.workflow_counter (
    tenant text NOT NULL COLLATE pg_catalog."C",
    workflow text NOT NULL COLLATE pg_catalog."C",
    place integer NOT NULL,
    count bigint NOT NULL,
    last_at bigint NOT NULL
)
WITH (fillfactor='50', autovacuum_vacuum_scale_factor='0.02', autovacuum_vacuum_threshold='500');

ALTER TABLE ONLY aurion.schema_version ALTER COLUMN schemaversionsid SET DEFAULT nextval('aurion.schema_version_schemaversionsid_seq'::regclass);

INSERT INTO aurion.approval OVERRIDING SYSTEM VALUE VALUES (1, 'default', 'req_01kjq6psg00047ft0jdtayyak3_01kjq6psg049y1bwzs', 3, true, 1, NULL, NULL, NULL, '\x7b226964223a227265715f30316b6a713670736730303034376674306a6474617979616b335f30316b6a7136707367303439793162777a73222c2274656e616e74223a2264656661756c74222c2272756e223a2272756e5f30316b6a713670736730303034376674306a6474617979616b33222c22776f726b666c6f775f6964223a2277665f30316b6a7136707367303030337177646468646a79746d7a7a76222c22776f726b666c6f775f6e616d65223a2241736b6564222c226e6f64655f6964223a226f6b222c22737465705f6b6579223a2272756e5f30316b6a713670736730303034376674306a6474617979616b332f6f6b2f31222c227469746c65223a226f6b222c226d657373616765223a6e756c6c2c22636f6e766572736174696f6e5f6964223a6e756c6c2c22706f6c696379223a7b22617070726f76657273223a5b22757365723a626f7373225d2c227265717569726564223a312c2272656a6563745f6f6e223a312c22657870697265735f696e223a6e756c6c2c226f6e5f657870697265223a2265787069726564222c226578636c7564655f726571756573746572223a66616c73652c22616c6c6f775f64656c65676174696f6e223a747275657d2c227265717565737465645f6279223a6e756c6c2c22766f746573223a5b5d2c22737461747573223a2270656e64696e67222c227265717565737465645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030222c22657870697265735f6174223a6e756c6c2c22646563696465645f6174223a6e756c6c2c2276223a317d');

INSERT INTO aurion.approver VALUES ('default', 'user:boss', 'req_01kjq6psg00047ft0jdtayyak3_01kjq6psg049y1bwzs');

INSERT INTO aurion.document VALUES ('default', 1, 'rule_01kjq6psg0000nfy8b7thvgvf3', NULL, NULL, 1, '\x7b22666f726d6174223a312c226964223a2272756c655f30316b6a7136707367303030306e667938623774687667766633222c226e616d65223a2272222c226465736372697074696f6e223a6e756c6c2c22656e61626c6564223a747275652c22657865637574696f6e5f6d6f6465223a226576656e74222c22747269676765725f6576656e74223a227469636b65742e63726561746564222c2274696d655f636f6e646974696f6e223a7b7d2c22636f6e646974696f6e73223a5b5d2c22616374696f6e73223a5b7b2274797065223a22646f227d5d2c227072696f726974795f6f72646572223a302c2273746f705f70726f63657373696e67223a66616c73652c22637265617465645f6174223a22323032362d30332d30325431323a30303a30305a222c22757064617465645f6174223a22323032362d30332d30325431323a30303a30305a227d');
INSERT INTO aurion.document VALUES ('default', 2, 'wf_01kjq6psg0001t4xr6rrt23z3f', NULL, 'published', 2, '\x7b226964223a2277665f30316b6a713670736730303031743478723672727432337a3366222c226e616d65223a22446f6e65222c22737461747573223a227075626c6973686564222c2274726967676572223a7b2274797065223a226d616e75616c227d2c2263616e766173223a7b226e6f646573223a5b7b226964223a2274222c2274797065223a2274726967676572222c22636f6e666967223a7b7d7d2c7b226964223a2261222c2274797065223a22616374696f6e222c22636f6e666967223a7b2274797065223a22646f22207d7d2c7b226964223a2262222c2274797065223a22616374696f6e222c22636f6e666967223a7b2274797065223a22646f22207d7d5d2c226564676573223a5b7b2266726f6d223a2274222c22746f223a2261227d2c7b2266726f6d223a2261222c22746f223a2262227d5d7d2c227075626c69736865645f76657273696f6e223a312c227075626c69736865645f68617368223a22316535626563393831383536363762373036313239363034343961623734303635373939656530306264333561663733343261343362356462333963396266322d65613939643361353734323333346363633162633532376434613037656163346230336562353537356165353263646261663837353461633034666537633630222c22637265617465645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030222c22757064617465645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030227d');
INSERT INTO aurion.document VALUES ('default', 3, 'wf_01kjq6psg0001t4xr6rrt23z3f/1', 'wf_01kjq6psg0001t4xr6rrt23z3f', NULL, 1, '\x7b22776f726b666c6f775f6964223a2277665f30316b6a713670736730303031743478723672727432337a3366222c22776f726b666c6f775f6e616d65223a22446f6e65222c2276657273696f6e223a312c2263616e766173223a7b226e6f646573223a5b7b226964223a2274222c2274797065223a2274726967676572222c22636f6e666967223a7b7d7d2c7b226964223a2261222c2274797065223a22616374696f6e222c22636f6e666967223a7b2274797065223a22646f22207d7d2c7b226964223a2262222c2274797065223a22616374696f6e222c22636f6e666967223a7b2274797065223a22646f22207d7d5d2c226564676573223a5b7b2266726f6d223a2274222c22746f223a2261227d2c7b2266726f6d223a2261222c22746f223a2262227d5d7d2c2274726967676572223a7b2274797065223a226d616e75616c227d2c227075626c69736865645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030222c227075626c69736865645f6279223a22617574686f72227d');
INSERT INTO aurion.document VALUES ('default', 2, 'wf_01kjq6psg0002j6p0z9yk4w9fc', NULL, 'published', 2, '\x7b226964223a2277665f30316b6a7136707367303030326a3670307a39796b3477396663222c226e616d65223a2257616974696e67222c22737461747573223a227075626c6973686564222c2274726967676572223a7b2274797065223a226d616e75616c227d2c2263616e766173223a7b226e6f646573223a5b7b226964223a2274222c2274797065223a2274726967676572222c22636f6e666967223a7b7d7d2c7b226964223a2264222c2274797065223a2264656c6179222c22636f6e666967223a7b226475726174696f6e223a2250543148227d7d2c7b226964223a2261222c2274797065223a22616374696f6e222c22636f6e666967223a7b2274797065223a22646f22207d7d5d2c226564676573223a5b7b2266726f6d223a2274222c22746f223a2264227d2c7b2266726f6d223a2264222c22746f223a2261227d5d7d2c227075626c69736865645f76657273696f6e223a312c227075626c69736865645f68617368223a22353664386136633830323831383362363361303837363063623834323732353165326530626466343861626433653966306438336566653263316336646566352d65613939643361353734323333346363633162633532376434613037656163346230336562353537356165353263646261663837353461633034666537633630222c22637265617465645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030222c22757064617465645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030227d');
INSERT INTO aurion.document VALUES ('default', 3, 'wf_01kjq6psg0002j6p0z9yk4w9fc/1', 'wf_01kjq6psg0002j6p0z9yk4w9fc', NULL, 1, '\x7b22776f726b666c6f775f6964223a2277665f30316b6a7136707367303030326a3670307a39796b3477396663222c22776f726b666c6f775f6e616d65223a2257616974696e67222c2276657273696f6e223a312c2263616e766173223a7b226e6f646573223a5b7b226964223a2274222c2274797065223a2274726967676572222c22636f6e666967223a7b7d7d2c7b226964223a2264222c2274797065223a2264656c6179222c22636f6e666967223a7b226475726174696f6e223a2250543148227d7d2c7b226964223a2261222c2274797065223a22616374696f6e222c22636f6e666967223a7b2274797065223a22646f22207d7d5d2c226564676573223a5b7b2266726f6d223a2274222c22746f223a2264227d2c7b2266726f6d223a2264222c22746f223a2261227d5d7d2c2274726967676572223a7b2274797065223a226d616e75616c227d2c227075626c69736865645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030222c227075626c69736865645f6279223a22617574686f72227d');
INSERT INTO aurion.document VALUES ('default', 2, 'wf_01kjq6psg0003qwddhdjytmzzv', NULL, 'published', 2, '\x7b226964223a2277665f30316b6a7136707367303030337177646468646a79746d7a7a76222c226e616d65223a2241736b6564222c22737461747573223a227075626c6973686564222c2274726967676572223a7b2274797065223a226d616e75616c227d2c2263616e766173223a7b226e6f646573223a5b7b226964223a2274222c2274797065223a2274726967676572222c22636f6e666967223a7b7d7d2c7b226964223a226f6b222c2274797065223a22617070726f76616c222c22636f6e666967223a7b22617070726f76657273223a5b22757365723a626f7373225d7d7d2c7b226964223a22796573222c2274797065223a22616374696f6e222c22636f6e666967223a7b2274797065223a22646f22207d7d2c7b226964223a226e6f222c2274797065223a22616374696f6e222c22636f6e666967223a7b2274797065223a22646f22207d7d2c7b226964223a226c617465222c2274797065223a22616374696f6e222c22636f6e666967223a7b2274797065223a22646f22207d7d5d2c226564676573223a5b7b2266726f6d223a2274222c22746f223a226f6b227d2c7b2266726f6d223a226f6b222c22746f223a22796573222c22636f6e646974696f6e223a22617070726f766564227d2c7b2266726f6d223a226f6b222c22746f223a226e6f222c22636f6e646974696f6e223a2272656a6563746564227d2c7b2266726f6d223a226f6b222c22746f223a226c617465222c22636f6e646974696f6e223a2265787069726564227d5d7d2c227075626c69736865645f76657273696f6e223a312c227075626c69736865645f68617368223a22303232643666643538393334396463633766636636663663633038623135626137363362303863616263616133633661373532653865316132306666633965392d65613939643361353734323333346363633162633532376434613037656163346230336562353537356165353263646261663837353461633034666537633630222c22637265617465645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030222c22757064617465645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030227d');
INSERT INTO aurion.document VALUES ('default', 3, 'wf_01kjq6psg0003qwddhdjytmzzv/1', 'wf_01kjq6psg0003qwddhdjytmzzv', NULL, 1, '\x7b22776f726b666c6f775f6964223a2277665f30316b6a7136707367303030337177646468646a79746d7a7a76222c22776f726b666c6f775f6e616d65223a2241736b6564222c2276657273696f6e223a312c2263616e766173223a7b226e6f646573223a5b7b226964223a2274222c2274797065223a2274726967676572222c22636f6e666967223a7b7d7d2c7b226964223a226f6b222c2274797065223a22617070726f76616c222c22636f6e666967223a7b22617070726f76657273223a5b22757365723a626f7373225d7d7d2c7b226964223a22796573222c2274797065223a22616374696f6e222c22636f6e666967223a7b2274797065223a22646f22207d7d2c7b226964223a226e6f222c2274797065223a22616374696f6e222c22636f6e666967223a7b2274797065223a22646f22207d7d2c7b226964223a226c617465222c2274797065223a22616374696f6e222c22636f6e666967223a7b2274797065223a22646f22207d7d5d2c226564676573223a5b7b2266726f6d223a2274222c22746f223a226f6b227d2c7b2266726f6d223a226f6b222c22746f223a22796573222c22636f6e646974696f6e223a22617070726f766564227d2c7b2266726f6d223a226f6b222c22746f223a226e6f222c22636f6e646974696f6e223a2272656a6563746564227d2c7b2266726f6d223a226f6b222c22746f223a226c617465222c22636f6e646974696f6e223a2265787069726564227d5d7d2c2274726967676572223a7b2274797065223a226d616e75616c227d2c227075626c69736865645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030222c227075626c69736865645f6279223a22617574686f72227d');

INSERT INTO aurion.document_generation VALUES ('default', 1, 1);
INSERT INTO aurion.document_generation VALUES ('default', 2, 6);
INSERT INTO aurion.document_generation VALUES ('default', 3, 3);

INSERT INTO aurion.document_write VALUES ('01a2117f-10d3-7554-aa10-04da2c1594d4', 639080496000000000);
INSERT INTO aurion.document_write VALUES ('01a2117f-1b3f-79ad-89b7-d31510664888', 639080496000000000);
INSERT INTO aurion.document_write VALUES ('01a2117f-1d82-74f8-95e6-1faec47ada96', 639080496000000000);
INSERT INTO aurion.document_write VALUES ('01a2117f-2106-7067-84f6-62df78a4ef71', 639080496000000000);
INSERT INTO aurion.document_write VALUES ('01a2117f-2120-7da9-ac1e-df9f9c900da8', 639080496000000000);
INSERT INTO aurion.document_write VALUES ('01a2117f-2176-7396-a584-4279e2fa7c8f', 639080496000000000);
INSERT INTO aurion.document_write VALUES ('01a2117f-21cf-79c6-aedd-c4c229c46e66', 639080496000000000);

INSERT INTO aurion.event OVERRIDING SYSTEM VALUE VALUES (1, 'default', 'evt_old', 2, '4d66e909-751b-4275-812b-73a1cb6f712e', 'c510282d-03a9-4c1f-8e71-a5bc95ca8d96', 0, NULL, 639080496000000000, 'ticket.created', NULL, '\x7b226576656e74223a7b2274656e616e74223a2264656661756c74222c226964223a226576745f6f6c64222c2274797065223a227469636b65742e63726561746564222c22636f6e766572736174696f6e5f6964223a6e756c6c2c227061796c6f6164223a7b226e223a317d2c226163746f72223a6e756c6c7d2c226576656e745f6964223a226576745f6f6c64222c227265766973696f6e223a302c2261636365707465645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030222c227374616765223a2266696e6973686564222c227061746368223a6e756c6c2c227665726469637473223a5b7b2272756c655f6964223a2272756c655f30316b6a7136707367303030306e667938623774687667766633222c2272756c655f6e616d65223a2272222c226d617463686564223a747275652c226572726f72223a6e756c6c7d5d2c22616374696f6e73223a5b7b226b6579223a226576745f6f6c642f72756c655f30316b6a7136707367303030306e6679386237746876677666332f30222c2272756c655f6964223a2272756c655f30316b6a7136707367303030306e667938623774687667766633222c2274797065223a22646f222c22646566696e6974696f6e223a7b2274797065223a22646f227d2c22706172616d6574657273223a7b7d2c2269735f6f757477617264223a747275652c226661696c7572655f656e64735f72756c65223a66616c73652c22737461747573223a226f6b222c2269735f6e6f6f70223a66616c73652c226572726f72223a6e756c6c7d5d2c22636c61696d73223a302c2276223a317d');

INSERT INTO aurion.message OVERRIDING SYSTEM VALUE VALUES (1, 'default', 'approval/req_01kjq6psg00047ft0jdtayyak3_01kjq6psg049y1bwzs/requested', false, true, 1, NULL, NULL, NULL);
INSERT INTO aurion.message OVERRIDING SYSTEM VALUE VALUES (2, 'default', 'left', false, true, 0, 639080568000000000, NULL, '\x7b226964223a226c656674222c2274656e616e74223a2264656661756c74222c226b696e64223a226576656e742e656d6974222c22626f6479223a7b226576656e745f6964223a226576745f6c61746572222c226576656e745f74797065223a227469636b65742e63726561746564222c227061796c6f6164223a7b7d7d2c226475655f6174223a22323032362d30332d30325431343a30303a30302b30303a3030222c2276223a317d');

INSERT INTO aurion.once VALUES ('default', 'start', 'kept', 'run_01kjq6psg0003bk0jzsksqre5b', 639081360000000000);

INSERT INTO aurion.rule_counter VALUES ('default', 'rule_01kjq6psg0000nfy8b7thvgvf3', 11, 1, 639080496000000000);

INSERT INTO aurion.rule_log VALUES ('default', 'log_01kjq6psg00010z6422ymddszr', '\x7b226964223a226c6f675f30316b6a713670736730303031307a36343232796d6464737a72222c2272756c655f6964223a2272756c655f30316b6a7136707367303030306e667938623774687667766633222c2272756c655f6e616d65223a2272222c226576656e745f74797065223a227469636b65742e63726561746564222c22636f6e766572736174696f6e5f6964223a6e756c6c2c22737461747573223a2273756363657373222c22616374696f6e735f6578656375746564223a312c2265786563757465645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030222c226572726f72223a6e756c6c2c2276223a317d');

INSERT INTO aurion.run OVERRIDING SYSTEM VALUE VALUES (1, 'default', 'run_01kjq6psg000222ttaegxhfday', 'wf_01kjq6psg0001t4xr6rrt23z3f', NULL, 639080496000000000, '\x7b2274656e616e74223a2264656661756c74222c2272756e223a2272756e5f30316b6a71367073673030303232327474616567786866646179222c22776f726b666c6f775f6964223a2277665f30316b6a713670736730303031743478723672727432337a3366222c2276657273696f6e223a312c22737461747573223a22636f6d706c65746564222c2274726967676572223a226d616e75616c222c22636f6e766572736174696f6e5f6964223a6e756c6c2c22737461727465645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030222c2266696e69736865645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030222c226475655f6174223a6e756c6c2c226572726f72223a6e756c6c2c22666f726d6174223a312c2276223a317d', '\x7b22666f726d6174223a312c226e6f77223a22323032362d30332d30325431323a30303a30302b30303a3030222c22737461747573223a22636f6d706c65746564222c2272756e223a2272756e5f30316b6a71367073673030303232327474616567786866646179222c2274656e616e74223a2264656661756c74222c227374657073223a5b7b226e6f6465223a302c226272616e6368223a226f7574227d2c7b226e6f6465223a312c226272616e6368223a226f7574222c226f7574707574223a7b22617474656d7074223a317d7d2c7b226e6f6465223a322c226272616e6368223a226f7574222c226f7574707574223a7b22617474656d7074223a317d7d5d2c226c6173745f746f6b656e223a312c227265636f72646564223a377d');
INSERT INTO aurion.run OVERRIDING SYSTEM VALUE VALUES (2, 'default', 'run_01kjq6psg0003bk0jzsksqre5b', 'wf_01kjq6psg0002j6p0z9yk4w9fc', NULL, 639080496000000000, '\x7b2274656e616e74223a2264656661756c74222c2272756e223a2272756e5f30316b6a713670736730303033626b306a7a736b737172653562222c22776f726b666c6f775f6964223a2277665f30316b6a7136707367303030326a3670307a39796b3477396663222c2276657273696f6e223a312c22737461747573223a2277616974696e67222c2274726967676572223a226d616e75616c222c22636f6e766572736174696f6e5f6964223a6e756c6c2c22737461727465645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030222c2266696e69736865645f6174223a6e756c6c2c226475655f6174223a22323032362d30332d30325431333a30303a30302b30303a3030222c226572726f72223a6e756c6c2c22666f726d6174223a312c2276223a317d', '\x7b22666f726d6174223a312c226e6f77223a22323032362d30332d30325431323a30303a30302b30303a3030222c22737461747573223a2277616974696e67222c2272756e223a2272756e5f30316b6a713670736730303033626b306a7a736b737172653562222c2274656e616e74223a2264656661756c74222c227374657073223a5b7b226e6f6465223a302c226272616e6368223a226f7574227d2c7b226e6f6465223a312c22737461747573223a2272756e6e696e67227d5d2c22746f6b656e73223a5b7b226964223a312c226e6f6465223a312c226b6579223a2272756e5f30316b6a713670736730303033626b306a7a736b7371726535622f642f31222c2277616974223a22756e74696c222c22647565223a22323032362d30332d30325431333a30303a30302b30303a3030227d5d2c226c6173745f746f6b656e223a312c227265636f72646564223a347d');
INSERT INTO aurion.run OVERRIDING SYSTEM VALUE VALUES (3, 'default', 'run_01kjq6psg00047ft0jdtayyak3', 'wf_01kjq6psg0003qwddhdjytmzzv', NULL, 639080496000000000, '\x7b2274656e616e74223a2264656661756c74222c2272756e223a2272756e5f30316b6a713670736730303034376674306a6474617979616b33222c22776f726b666c6f775f6964223a2277665f30316b6a7136707367303030337177646468646a79746d7a7a76222c2276657273696f6e223a312c22737461747573223a2277616974696e67222c2274726967676572223a226d616e75616c222c22636f6e766572736174696f6e5f6964223a6e756c6c2c22737461727465645f6174223a22323032362d30332d30325431323a30303a30302b30303a3030222c2266696e69736865645f6174223a6e756c6c2c226475655f6174223a6e756c6c2c226572726f72223a6e756c6c2c22666f726d6174223a312c2276223a317d', '\x7b22666f726d6174223a312c226e6f77223a22323032362d30332d30325431323a30303a30302b30303a3030222c22737461747573223a2277616974696e67222c2272756e223a2272756e5f30316b6a713670736730303034376674306a6474617979616b33222c2274656e616e74223a2264656661756c74222c227374657073223a5b7b226e6f6465223a302c226272616e6368223a226f7574227d2c7b226e6f6465223a312c22737461747573223a2272756e6e696e67227d5d2c22746f6b656e73223a5b7b226964223a312c226e6f6465223a312c226b6579223a2272756e5f30316b6a713670736730303034376674306a6474617979616b332f6f6b2f31222c2277616974223a22766f7465222c22617070726f76616c223a227265715f30316b6a713670736730303034376674306a6474617979616b335f30316b6a7136707367303439793162777a73227d5d2c226c6173745f746f6b656e223a312c227265636f72646564223a347d');

INSERT INTO aurion.run_queue VALUES (1, 'default', 'run_01kjq6psg000222ttaegxhfday', 4, 3, 'f32b1bbb-5626-44fe-a1c7-2b05796ff6cc', 'd333b1b3-fa1e-4834-810e-3507fc70178f', 3, 1, 0, NULL, NULL, true, NULL, NULL, DEFAULT);
INSERT INTO aurion.run_queue VALUES (2, 'default', 'run_01kjq6psg0003bk0jzsksqre5b', 2, 1, '90623975-76a4-44e6-9f09-783aaa042995', '90623975-76a4-44e6-9f09-783aaa042995', 1, 1, 0, 639080532000000000, NULL, false, NULL, NULL, DEFAULT);
INSERT INTO aurion.run_queue VALUES (3, 'default', 'run_01kjq6psg00047ft0jdtayyak3', 2, 1, '2c5f6da4-bc41-4682-a25e-a9a073d607ff', '2c5f6da4-bc41-4682-a25e-a9a073d607ff', 1, 1, 0, NULL, NULL, false, NULL, NULL, DEFAULT);

INSERT INTO aurion.run_record VALUES (1, 1, '{"\\x7b2273746570223a312c22696e707574223a7b22696e707574223a2273746172746564222c2272756e223a2272756e5f30316b6a71367073673030303232327474616567786866646179222c2274656e616e74223a2264656661756c74222c22636f6e766572736174696f6e5f6964223a6e756c6c2c227061796c6f6164223a7b7d2c226576656e745f74797065223a6e756c6c2c227265717565737465645f6279223a6e756c6c2c226174223a22323032362d30332d30325431323a30303a30302b30303a3030227d2c226576656e7473223a5b7b226576656e74223a22656e7465726564222c226b6579223a2272756e5f30316b6a713670736730303032323274746165677868666461792f742f31222c226e6f64655f6964223a2274222c226e6f64655f74797065223a2274726967676572222c226e616d65223a6e756c6c2c227761726e696e6773223a5b5d7d2c7b226576656e74223a226c656674222c226b6579223a2272756e5f30316b6a713670736730303032323274746165677868666461792f742f31222c22706f7274223a226f7574222c226572726f72223a6e756c6c7d2c7b226576656e74223a22656e7465726564222c226b6579223a2272756e5f30316b6a713670736730303032323274746165677868666461792f612f31222c226e6f64655f6964223a2261222c226e6f64655f74797065223a22616374696f6e222c226e616d65223a6e756c6c2c22696e707574223a7b2274797065223a22646f227d2c227761726e696e6773223a5b5d7d5d2c2276223a317d"}');
INSERT INTO aurion.run_record VALUES (1, 2, '{"\\x7b2273746570223a322c22696e707574223a7b22696e707574223a22636f6d706c65746564222c226b6579223a2272756e5f30316b6a713670736730303032323274746165677868666461792f612f31222c22617474656d7074223a312c22737461747573223a22436f6d706c65746564222c226f7574707574223a7b22617474656d7074223a317d2c226572726f72223a6e756c6c2c2272657472795f6166746572223a6e756c6c2c226174223a22323032362d30332d30325431323a30303a30302b30303a3030227d2c226576656e7473223a5b7b226576656e74223a226c656674222c226b6579223a2272756e5f30316b6a713670736730303032323274746165677868666461792f612f31222c22706f7274223a226f7574222c226f7574707574223a7b22617474656d7074223a317d2c226572726f72223a6e756c6c7d2c7b226576656e74223a22656e7465726564222c226b6579223a2272756e5f30316b6a713670736730303032323274746165677868666461792f622f31222c226e6f64655f6964223a2262222c226e6f64655f74797065223a22616374696f6e222c226e616d65223a6e756c6c2c22696e707574223a7b2274797065223a22646f227d2c227761726e696e6773223a5b5d7d5d2c2276223a317d"}');
INSERT INTO aurion.run_record VALUES (1, 3, '{"\\x7b2273746570223a332c22696e707574223a7b22696e707574223a22636f6d706c65746564222c226b6579223a2272756e5f30316b6a713670736730303032323274746165677868666461792f622f31222c22617474656d7074223a312c22737461747573223a22436f6d706c65746564222c226f7574707574223a7b22617474656d7074223a317d2c226572726f72223a6e756c6c2c2272657472795f6166746572223a6e756c6c2c226174223a22323032362d30332d30325431323a30303a30302b30303a3030227d2c226576656e7473223a5b7b226576656e74223a226c656674222c226b6579223a2272756e5f30316b6a713670736730303032323274746165677868666461792f622f31222c22706f7274223a226f7574222c226f7574707574223a7b22617474656d7074223a317d2c226572726f72223a6e756c6c7d2c7b226576656e74223a22656e646564222c22737461747573223a22636f6d706c65746564222c226572726f72223a6e756c6c7d5d2c2276223a317d"}');
INSERT INTO aurion.run_record VALUES (2, 1, '{"\\x7b2273746570223a312c22696e707574223a7b22696e707574223a2273746172746564222c2272756e223a2272756e5f30316b6a713670736730303033626b306a7a736b737172653562222c2274656e616e74223a2264656661756c74222c22636f6e766572736174696f6e5f6964223a6e756c6c2c227061796c6f6164223a7b7d2c226576656e745f74797065223a6e756c6c2c227265717565737465645f6279223a6e756c6c2c226174223a22323032362d30332d30325431323a30303a30302b30303a3030227d2c226576656e7473223a5b7b226576656e74223a22656e7465726564222c226b6579223a2272756e5f30316b6a713670736730303033626b306a7a736b7371726535622f742f31222c226e6f64655f6964223a2274222c226e6f64655f74797065223a2274726967676572222c226e616d65223a6e756c6c2c227761726e696e6773223a5b5d7d2c7b226576656e74223a226c656674222c226b6579223a2272756e5f30316b6a713670736730303033626b306a7a736b7371726535622f742f31222c22706f7274223a226f7574222c226572726f72223a6e756c6c7d2c7b226576656e74223a22656e7465726564222c226b6579223a2272756e5f30316b6a713670736730303033626b306a7a736b7371726535622f642f31222c226e6f64655f6964223a2264222c226e6f64655f74797065223a2264656c6179222c226e616d65223a6e756c6c2c22696e707574223a7b226475726174696f6e223a2250543148227d2c227761726e696e6773223a5b5d7d2c7b226576656e74223a227761697473222c226b6579223a2272756e5f30316b6a713670736730303033626b306a7a736b7371726535622f642f31222c22756e74696c223a22323032362d30332d30325431333a30303a30302b30303a3030227d5d2c2276223a317d"}');
INSERT INTO aurion.run_record VALUES (3, 1, '{"\\x7b2273746570223a312c22696e707574223a7b22696e707574223a2273746172746564222c2272756e223a2272756e5f30316b6a713670736730303034376674306a6474617979616b33222c2274656e616e74223a2264656661756c74222c22636f6e766572736174696f6e5f6964223a6e756c6c2c227061796c6f6164223a7b7d2c226576656e745f74797065223a6e756c6c2c227265717565737465645f6279223a6e756c6c2c226174223a22323032362d30332d30325431323a30303a30302b30303a3030227d2c226576656e7473223a5b7b226576656e74223a22656e7465726564222c226b6579223a2272756e5f30316b6a713670736730303034376674306a6474617979616b332f742f31222c226e6f64655f6964223a2274222c226e6f64655f74797065223a2274726967676572222c226e616d65223a6e756c6c2c227761726e696e6773223a5b5d7d2c7b226576656e74223a226c656674222c226b6579223a2272756e5f30316b6a713670736730303034376674306a6474617979616b332f742f31222c22706f7274223a226f7574222c226572726f72223a6e756c6c7d2c7b226576656e74223a22656e7465726564222c226b6579223a2272756e5f30316b6a713670736730303034376674306a6474617979616b332f6f6b2f31222c226e6f64655f6964223a226f6b222c226e6f64655f74797065223a22617070726f76616c222c226e616d65223a6e756c6c2c22696e707574223a7b227469746c65223a226f6b222c226d657373616765223a6e756c6c2c22617070726f76657273223a5b22757365723a626f7373225d2c227265717569726564223a317d2c227761726e696e6773223a5b5d7d2c7b226576656e74223a227761697473222c226b6579223a2272756e5f30316b6a713670736730303034376674306a6474617979616b332f6f6b2f31222c22756e74696c223a6e756c6c7d5d2c2276223a317d"}');

INSERT INTO aurion.schema_version VALUES (1, '0001-initial.sql', '2026-11-25 06:57:48.777614');
INSERT INTO aurion.schema_version VALUES (2, 'Functions.1-runs.sql 73c407942213', '2026-11-25 06:57:48.930503');
INSERT INTO aurion.schema_version VALUES (3, 'Functions.2-queue.sql de0606ee2ca6', '2026-11-25 06:57:48.993964');
INSERT INTO aurion.schema_version VALUES (4, 'Functions.3-others.sql 0673010765ae', '2026-11-25 06:57:49.041338');

INSERT INTO aurion.workflow_counter VALUES ('default', 'wf_01kjq6psg0001t4xr6rrt23z3f', 11, 1, 639080496000000000);
INSERT INTO aurion.workflow_counter VALUES ('default', 'wf_01kjq6psg0002j6p0z9yk4w9fc', 11, 1, 639080496000000000);
INSERT INTO aurion.workflow_counter VALUES ('default', 'wf_01kjq6psg0003qwddhdjytmzzv', 11, 1, 639080496000000000);

SELECT pg_catalog.setval('aurion.approval_key_seq', 1, true);

SELECT pg_catalog.setval('aurion.event_key_seq', 1, true);

SELECT pg_catalog.setval('aurion.message_key_seq', 2, true);

SELECT pg_catalog.setval('aurion.run_inbox_key_seq', 1, false);

SELECT pg_catalog.setval('aurion.run_key_seq', 3, true);

SELECT pg_catalog.setval('aurion.schema_version_schemaversionsid_seq', 4, true);

ALTER TABLE ONLY aurion.schema_version
    ADD CONSTRAINT "PK_schema_version_Id" PRIMARY KEY (schemaversionsid);

ALTER TABLE ONLY aurion.approval
    ADD CONSTRAINT approval_pkey PRIMARY KEY (key);

ALTER TABLE ONLY aurion.approver
    ADD CONSTRAINT approver_pkey PRIMARY KEY (tenant, entry, id);

ALTER TABLE ONLY aurion.document_generation
    ADD CONSTRAINT document_generation_pkey PRIMARY KEY (tenant, kind);

ALTER TABLE ONLY aurion.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (tenant, kind, id);

ALTER TABLE ONLY aurion.document_write
    ADD CONSTRAINT document_write_pkey PRIMARY KEY (id);

ALTER TABLE ONLY aurion.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (key);

ALTER TABLE ONLY aurion.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (key);

ALTER TABLE ONLY aurion.once
    ADD CONSTRAINT once_pkey PRIMARY KEY (tenant, scope, name);

ALTER TABLE ONLY aurion.rule_counter
    ADD CONSTRAINT rule_counter_pkey PRIMARY KEY (tenant, rule, place);

ALTER TABLE ONLY aurion.rule_log
    ADD CONSTRAINT rule_log_pkey PRIMARY KEY (tenant, id);

ALTER TABLE ONLY aurion.run_inbox
    ADD CONSTRAINT run_inbox_pkey PRIMARY KEY (key);

ALTER TABLE ONLY aurion.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (key);

ALTER TABLE ONLY aurion.run_queue
    ADD CONSTRAINT run_queue_pkey PRIMARY KEY (key);

ALTER TABLE ONLY aurion.run_record
    ADD CONSTRAINT run_record_pkey PRIMARY KEY (run_key, step);

ALTER TABLE ONLY aurion.run_value
    ADD CONSTRAINT run_value_pkey PRIMARY KEY (run_key, name);

ALTER TABLE ONLY aurion.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (tenant, event_type, correlation, run_key);

ALTER TABLE ONLY aurion.workflow_counter
    ADD CONSTRAINT workflow_counter_pkey PRIMARY KEY (tenant, workflow, place);

CREATE UNIQUE INDEX approval_id ON aurion.approval USING btree (tenant, id);

CREATE INDEX approver_id ON aurion.approver USING btree (tenant, id);

CREATE INDEX document_parent ON aurion.document USING btree (tenant, kind, parent, id) WHERE (parent IS NOT NULL);

CREATE INDEX document_tag ON aurion.document USING btree (tenant, kind, tag, id) WHERE (tag IS NOT NULL);

CREATE INDEX event_conversation ON aurion.event USING btree (tenant, conversation, accepted_at, id) WHERE (conversation IS NOT NULL);

CREATE INDEX event_due ON aurion.event USING btree (available_at, key) WHERE (available_at IS NOT NULL);

CREATE UNIQUE INDEX event_id ON aurion.event USING btree (tenant, id);

CREATE INDEX event_order ON aurion.event USING btree (tenant, accepted_at, id);

CREATE INDEX event_tenant ON aurion.event USING btree (tenant, available_at, key) WHERE (available_at IS NOT NULL);

CREATE INDEX message_dead ON aurion.message USING btree (tenant, id) WHERE is_dead;

CREATE INDEX message_due ON aurion.message USING btree (available_at, key) WHERE (available_at IS NOT NULL);

CREATE UNIQUE INDEX message_id ON aurion.message USING btree (tenant, id);

CREATE INDEX message_tenant ON aurion.message USING btree (tenant, available_at, key) WHERE (available_at IS NOT NULL);

CREATE INDEX run_conversation ON aurion.run USING btree (tenant, conversation, run) WHERE (conversation IS NOT NULL);

CREATE UNIQUE INDEX run_id ON aurion.run USING btree (tenant, run);

CREATE UNIQUE INDEX run_inbox_id ON aurion.run_inbox USING btree (run_key, id);

CREATE INDEX run_inbox_waiting ON aurion.run_inbox USING btree (run_key, key) WHERE (body IS NOT NULL);

CREATE INDEX run_queue_due ON aurion.run_queue USING btree (available_at, key) WHERE (available_at IS NOT NULL);

CREATE INDEX run_queue_lease ON aurion.run_queue USING btree (lease_worker, run) WHERE (lease_worker IS NOT NULL);

CREATE INDEX run_queue_status ON aurion.run_queue USING btree (tenant, status, run) WHERE (status <> 4);

CREATE INDEX run_queue_tenant ON aurion.run_queue USING btree (tenant, available_at, key) WHERE (available_at IS NOT NULL);

CREATE INDEX run_started ON aurion.run USING btree (tenant, started_at);

CREATE INDEX run_workflow ON aurion.run USING btree (tenant, workflow, run);

CREATE INDEX subscription_run ON aurion.subscription USING btree (run_key);

