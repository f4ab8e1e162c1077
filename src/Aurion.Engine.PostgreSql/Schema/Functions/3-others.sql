-- Events, approvals, messages and documents. An answer's status is CommitStatus.

CREATE OR REPLACE FUNCTION aurion.commit_events(
  p_now bigint,
  p_tenant text[], p_id text[], p_commit uuid[], p_expected bigint[], p_finished boolean[], p_lease bigint[], p_accepted_at bigint[],
  p_type text[], p_conversation text[], p_body bytea[],
  o_at int[], o_scope text[], o_name text[], o_until bigint[],
  l_at int[], l_id text[], l_rule text[], l_match boolean[], l_executed_at bigint[], l_body bytea[],
  m_at int[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS TABLE (status smallint, holder text) LANGUAGE plpgsql AS $f$
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
END $f$;

CREATE OR REPLACE FUNCTION aurion.commit_approvals(
  p_now bigint, p_tenant text[], p_id text[], p_write uuid[], p_expected bigint[], p_pending boolean[], p_body bytea[],
  p_item text[], p_item_cancels boolean[], p_item_body bytea[],
  e_at int[], e_entry text[],
  m_at int[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS TABLE (status smallint) LANGUAGE plpgsql AS $f$
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
END $f$;

CREATE OR REPLACE FUNCTION aurion.send_messages(p_now bigint, m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS void LANGUAGE sql AS $f$
  SELECT aurion.add_messages(coalesce(p_now, aurion.now_ticks()), NULL, array_fill(1, ARRAY[cardinality(m_id)]), m_tenant, m_id, m_due, m_body)
$f$;

-- The fence is the attempt; what was given back or is at its end has nobody's claim.
CREATE OR REPLACE FUNCTION aurion.complete_messages(
  p_now bigint, p_tenant text[], p_id text[], p_fence bigint[], p_later boolean[], p_retry_at bigint[], p_dead boolean[], p_error text[],
  m_at int[], m_tenant text[], m_id text[], m_due bigint[], m_body bytea[]) RETURNS void LANGUAGE plpgsql AS $f$
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
END $f$;

CREATE OR REPLACE FUNCTION aurion.commit_documents(
  p_now bigint, p_write uuid, p_tenant text, p_kind int[], p_id text[], p_parent text[], p_tag text[], p_expected bigint[], p_body bytea[])
RETURNS TABLE (status smallint, holder text) LANGUAGE plpgsql AS $f$
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
END $f$;
