-- Claims. Candidates are looked up without a lock, tenants in turn, each tenant's oldest first; then each is locked, and whoever comes to
-- one that another node holds takes the next.

CREATE OR REPLACE FUNCTION aurion.due_keys(p_table regclass, p_now bigint, p_limit int, p_each int, p_max_format int) RETURNS TABLE (key bigint, tenant text) LANGUAGE plpgsql AS $f$
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
END $f$;

DROP FUNCTION IF EXISTS aurion.claim_runs(bigint, text, int, bigint, int, int);
CREATE FUNCTION aurion.claim_runs(p_now bigint, p_worker text, p_limit int, p_lease bigint, p_per_tenant int, p_max_format int)
RETURNS TABLE (now bigint, head bytea, marking bytea, revision bigint, steps bigint, claims int, inbox_ids text[], inbox_bodies bytea[], tenant text, run text) LANGUAGE plpgsql AS $f$
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
  SELECT v_now, r.head, r.marking, c.revision, c.steps, c.claims, i.ids, i.bodies, r.tenant, r.run
  FROM claimed c JOIN aurion.run r ON r.key = c.key
  CROSS JOIN LATERAL (
    SELECT array_agg(x.id ORDER BY x.key) AS ids, array_agg(x.body ORDER BY x.key) AS bodies FROM aurion.run_inbox x WHERE x.run_key = c.key AND x.body IS NOT NULL) i
  ORDER BY array_position(v_keys, c.key);
  IF NOT FOUND THEN
    RETURN QUERY SELECT v_now, NULL::bytea, NULL::bytea, NULL::bigint, NULL::bigint, NULL::int, NULL::text[], NULL::bytea[], NULL::text, NULL::text;
  END IF;
END $f$;

-- Answers LeaseState for each run: 0 held, 1 a person asked to cancel, 2 lost.
CREATE OR REPLACE FUNCTION aurion.renew_runs(p_now bigint, p_worker text, p_runs text[], p_lease bigint) RETURNS TABLE (state smallint) LANGUAGE plpgsql AS $f$
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
END $f$;

CREATE OR REPLACE FUNCTION aurion.release_runs(p_worker text, p_runs text[]) RETURNS void LANGUAGE sql AS $f$
  UPDATE aurion.run_queue SET lease_worker = NULL, lease_until = NULL WHERE lease_worker = p_worker AND run = ANY (p_runs)
$f$;

DROP FUNCTION IF EXISTS aurion.claim_events(bigint, int, bigint, int);
CREATE FUNCTION aurion.claim_events(p_now bigint, p_limit int, p_lease bigint, p_per_tenant int)
RETURNS TABLE (revision bigint, claims int, body bytea, tenant text, id text) LANGUAGE plpgsql AS $f$
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
    WHERE e.key = ANY (v_keys) RETURNING e.key, e.revision, e.claims, e.body, e.tenant, e.id)
  SELECT c.revision, c.claims, c.body, c.tenant, c.id FROM claimed c ORDER BY array_position(v_keys, c.key);
END $f$;

DROP FUNCTION IF EXISTS aurion.claim_messages(bigint, int, bigint, int);
CREATE FUNCTION aurion.claim_messages(p_now bigint, p_limit int, p_lease bigint, p_per_tenant int)
RETURNS TABLE (attempt int, body bytea, tenant text, id text) LANGUAGE plpgsql AS $f$
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
    WHERE m.key = ANY (v_keys) RETURNING m.key, m.attempt, m.body, m.tenant, m.id)
  SELECT c.attempt, c.body, c.tenant, c.id FROM claimed c ORDER BY array_position(v_keys, c.key);
END $f$;

-- Takes what its claimer could not read out of the queue: a run as failed (status 5), a message as dead. The fence is the claim's own number.
CREATE OR REPLACE FUNCTION aurion.park(p_now bigint, p_kind text, p_tenant text, p_id text, p_fence bigint, p_error text) RETURNS void LANGUAGE plpgsql AS $f$
BEGIN
  IF p_kind = 'run' THEN
    UPDATE aurion.run_queue q SET status = 5, due_at = NULL, woken_at = NULL, lease_worker = NULL, lease_until = NULL
    FROM aurion.run r WHERE r.tenant = p_tenant AND r.run = p_id AND q.key = r.key AND q.revision = p_fence;
  ELSIF p_kind = 'event' THEN
    UPDATE aurion.event e SET available_at = NULL WHERE e.tenant = p_tenant AND e.id = p_id AND e.revision = p_fence;
  ELSE
    UPDATE aurion.message m SET available_at = NULL, is_dead = true, is_idle = true, error = p_error WHERE m.tenant = p_tenant AND m.id = p_id AND m.attempt = p_fence;
  END IF;
  IF FOUND THEN
    INSERT INTO aurion.unreadable AS u (tenant, kind, id, found_at, error) VALUES (p_tenant, p_kind, p_id, coalesce(p_now, aurion.now_ticks()), p_error)
    ON CONFLICT ON CONSTRAINT unreadable_pkey DO UPDATE SET found_at = excluded.found_at, error = excluded.error;
  END IF;
END $f$;
