-- Decisions of AI automation. An answer's status is CommitStatus.

CREATE OR REPLACE FUNCTION aurion.append_decision(
  p_tenant text, p_id text, p_conversation text, p_kind int, p_decided_at bigint, p_recorded_at bigint, p_body bytea, p_supersedes text)
  RETURNS TABLE (status smallint, holder text) LANGUAGE plpgsql AS $f$
DECLARE
  v_standing text;
BEGIN
  -- Those who decide about one thing take turns; each statement below sees what the one before in the queue wrote.
  PERFORM pg_advisory_xact_lock(hashtextextended('aurion/decision/' || p_kind || '/' || p_tenant || '/' || p_conversation, 0));
  IF EXISTS (SELECT FROM aurion.decision d WHERE d.tenant = p_tenant AND d.id = p_id) THEN
    RETURN QUERY SELECT 1::smallint, NULL::text;
    RETURN;
  END IF;

  SELECT d.id INTO v_standing FROM aurion.decision d WHERE d.tenant = p_tenant AND d.conversation = p_conversation AND d.kind = p_kind AND d.is_current;
  IF v_standing IS DISTINCT FROM p_supersedes THEN
    RETURN QUERY SELECT 2::smallint, v_standing;
    RETURN;
  END IF;

  UPDATE aurion.decision d SET is_current = false WHERE d.tenant = p_tenant AND d.id = v_standing;
  INSERT INTO aurion.decision (tenant, id, conversation, kind, decided_at, recorded_at, is_current, body)
  VALUES (p_tenant, p_id, p_conversation, p_kind, p_decided_at, p_recorded_at, true, p_body);
  RETURN QUERY SELECT 0::smallint, NULL::text;
END
$f$;
