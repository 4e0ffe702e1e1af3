-- The only ways to write. Each returns 'new', 'changed' or 'same', or 'newer' when the database
-- holds something that the sender has not seen: then nothing was changed. Everything else that
-- cannot be done is error IL001 with a sentence for the person.
--
-- base is the digest of what the sender saw last, empty for nothing. What is stored beside a
-- document is derived from it here, so nobody can send scores that differ from their document.

CREATE FUNCTION digest_of(text) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex') $$;

-- A seal is a digest over a canonical text. The text is sent along: it must have that digest, and
-- must say what the document says.
CREATE FUNCTION seal_holds(seal text, canonical text, content jsonb) RETURNS boolean
  LANGUAGE sql IMMUTABLE SET search_path = interviewloop, pg_catalog, pg_temp
  AS $$ SELECT coalesce(seal = 'sha256:' || digest_of(canonical) AND canonical::jsonb = content, false) $$;

CREATE FUNCTION refuse(what text) RETURNS void LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION '%', what USING ERRCODE = 'IL001'; END $$;

CREATE FUNCTION writer() RETURNS person LANGUAGE plpgsql STABLE
  SET search_path = interviewloop, pg_catalog, pg_temp AS $$
DECLARE
  me person;
BEGIN
  SELECT * INTO me FROM person WHERE login = session_user;
  IF NOT FOUND THEN
    PERFORM refuse('your login is not a person of this team');
  ELSIF me.kind = 'auditor' THEN
    PERFORM refuse('an auditor reads and writes nothing');
  END IF;
  RETURN me;
END $$;

CREATE FUNCTION put_loop(doc json, for_practice boolean, base text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = interviewloop, pg_catalog, pg_temp AS $$
DECLARE
  me person := writer();
  d jsonb := doc::jsonb;
  now_digest text := digest_of(doc::text);
  old loop;
  it uuid;
BEGIN
  IF d ? 'record' OR coalesce(folded(d ->> 'name'), '') = ''
     OR coalesce(folded(d ->> 'candidate'), '') = '' THEN
    PERFORM refuse('this is no document of a loop');
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('interviewloop loop'), hashtext(folded(d ->> 'name')));
  SELECT * INTO old FROM loop WHERE key = folded(d ->> 'name');
  IF FOUND THEN
    IF old.digest = now_digest OR old.document::jsonb = d THEN
      RETURN 'same';
    ELSIF me.kind <> 'manager' THEN
      IF old.digest IS DISTINCT FROM base THEN
        RETURN 'newer';
      END IF;
      PERFORM refuse('only a manager plans a loop');
    ELSIF old.digest IS DISTINCT FROM base THEN
      RETURN 'newer';
    ELSIF old.candidate_key <> folded(d ->> 'candidate') THEN
      PERFORM refuse('a loop stays with its candidate');
    END IF;
    UPDATE loop SET document = doc, digest = now_digest, changed_by = session_user,
      changed_at = now() WHERE id = old.id;
    it := old.id;
    DELETE FROM planned WHERE loop_id = it;
  ELSE
    IF base <> '' THEN
      PERFORM refuse('it was in the database and was erased there');
    ELSIF me.kind <> 'manager' AND (NOT for_practice OR d ? 'planned') THEN
      PERFORM refuse('only a manager begins a loop that is not practice');
    END IF;
    INSERT INTO loop (key, name, candidate_key, practice, document, digest)
      VALUES (folded(d ->> 'name'), d ->> 'name', folded(d ->> 'candidate'), for_practice, doc,
              now_digest)
      RETURNING id INTO it;
  END IF;
  INSERT INTO planned
    SELECT DISTINCT ON (2, 3) it, folded(plan ->> 'interviewer'), plan ->> 'case',
      ARRAY(SELECT jsonb_array_elements_text(coalesce(plan -> 'dimensions', '[]')))
    FROM jsonb_path_query(d, '$.planned.*') AS plan;
  RETURN CASE WHEN old.id IS NULL THEN 'new' ELSE 'changed' END;
END $$;

CREATE FUNCTION put_entry(the_loop_name text, the_name text, doc json, chain text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = interviewloop, pg_catalog, pg_temp AS $$
DECLARE
  me person := writer();
  d jsonb := doc::jsonb;
  the_loop loop;
  old entry;
  previous text;
  last integer;
BEGIN
  IF me.kind <> 'manager' THEN
    PERFORM refuse('only a manager writes to the record of a loop');
  END IF;
  SELECT * INTO the_loop FROM loop WHERE key = folded(the_loop_name) FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM refuse('the loop is not in the database');
  END IF;
  SELECT * INTO old FROM entry WHERE loop_id = the_loop.id AND name = the_name;
  IF FOUND THEN
    RETURN CASE WHEN old.document::jsonb = d THEN 'same' ELSE 'newer' END;
  END IF;
  SELECT max(number) INTO last FROM entry WHERE loop_id = the_loop.id;
  SELECT document ->> 'seal' INTO previous FROM entry
    WHERE loop_id = the_loop.id AND number = last;
  IF NOT seal_holds(d ->> 'seal', chain,
                    jsonb_build_array(coalesce(previous, the_loop.name), d - 'seal')) THEN
    RETURN 'newer';
  END IF;
  INSERT INTO entry (loop_id, number, name, what, interviewer_key, case_id, document)
    VALUES (the_loop.id, coalesce(last, 0) + 1, the_name, d ->> 'what',
            folded(d ->> 'interviewer'), d ->> 'case', doc);
  RETURN 'new';
END $$;

-- What a submitted scorecard must have. The dimensions are those that a manager planned.
CREATE FUNCTION refuse_unready(d jsonb, dims text[]) RETURNS void LANGUAGE plpgsql
  SET search_path = interviewloop, pg_catalog, pg_temp AS $$
DECLARE
  card jsonb := coalesce(d -> 'scorecard', '{}');
  scores jsonb := coalesce(card -> 'scores', '{}');
  dim text;
BEGIN
  IF NOT card ? 'recommendation' OR scores = '{}' THEN
    PERFORM refuse('a scorecard without scores and a recommendation cannot be submitted');
  END IF;
  FOREACH dim IN ARRAY dims LOOP
    IF NOT scores ? dim THEN
      PERFORM refuse(format('the planned dimension %s has no score', dim));
    END IF;
  END LOOP;
  FOR dim IN SELECT key FROM jsonb_each(scores) WHERE value <> '"no-signal"' LOOP
    IF coalesce(card -> 'evidence' -> dim, '[]') = '[]'
       AND coalesce(btrim(card -> 'rationale' ->> dim), '') = '' THEN
      PERFORM refuse(format('the score of %s has no evidence', dim));
    END IF;
  END LOOP;
END $$;

CREATE FUNCTION put_session(doc json, canonical text, base text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = interviewloop, pg_catalog, pg_temp AS $$
DECLARE
  me person := writer();
  d jsonb := doc::jsonb;
  who text := coalesce(folded(d ->> 'interviewer'), '');
  own boolean := who = me.key;
  is_sealed boolean := coalesce(d ->> 'phase', '') = 'sealed';
  is_practice boolean := coalesce(d ->> 'kind', '') = 'mock' AND d ? 'persona';
  now_digest text := digest_of(doc::text);
  the_loop loop;
  plan planned;
  old session;
  it uuid;
BEGIN
  IF NOT own AND me.kind <> 'manager' THEN
    PERFORM refuse('it is another interviewer''s session');
  ELSIF d ? 'amendments' OR who = '' OR NOT d ? 'case' THEN
    PERFORM refuse('this is no document of a session');
  END IF;
  SELECT * INTO the_loop FROM loop WHERE key = folded(d ->> 'loop') FOR UPDATE;
  IF NOT FOUND THEN
    PERFORM refuse('its loop is not in the database: a manager plans it first');
  ELSIF the_loop.candidate_key IS DISTINCT FROM folded(d ->> 'candidate') THEN
    PERFORM refuse('its loop is another candidate''s');
  END IF;
  SELECT * INTO plan FROM planned
    WHERE loop_id = the_loop.id AND interviewer_key = who AND case_id = d ->> 'case';
  SELECT * INTO old FROM session
    WHERE loop_id = the_loop.id AND interviewer_key = who AND case_id = d ->> 'case' FOR UPDATE;
  IF old.id IS NOT NULL THEN
    IF old.digest = now_digest OR old.document::jsonb = d THEN
      RETURN 'same';
    ELSIF old.sealed THEN
      PERFORM refuse('a submitted scorecard is amended, not changed');
    ELSIF (NOT own AND old.received_from <> session_user) OR old.digest IS DISTINCT FROM base THEN
      RETURN 'newer';
    ELSIF old.practice <> is_practice OR old.persona IS DISTINCT FROM d ->> 'persona' THEN
      PERFORM refuse('an interview stays with its kind and its simulated candidate');
    END IF;
  ELSIF base <> '' THEN
    PERFORM refuse('it was in the database and was erased there');
  ELSIF me.kind <> 'manager' AND plan.loop_id IS NULL
        AND NOT (is_practice AND the_loop.practice) THEN
    PERFORM refuse('it is not in the plan of its loop: ask a manager to plan it');
  END IF;
  IF is_sealed THEN
    IF NOT seal_holds(d ->> 'seal', canonical, d - 'seal') THEN
      PERFORM refuse('the seal does not fit what was submitted');
    ELSIF own THEN
      PERFORM refuse_unready(d, coalesce(plan.dimensions, '{}'));
    END IF;
  ELSIF d ? 'seal' OR d ? 'sealed_at' THEN
    PERFORM refuse('only a submitted scorecard has a seal');
  END IF;
  IF old.id IS NULL THEN
    INSERT INTO session (loop_id, interviewer_key, candidate_key, case_id, practice, persona,
                         sealed, document, digest)
      VALUES (the_loop.id, who, the_loop.candidate_key, d ->> 'case', is_practice, d ->> 'persona',
              is_sealed, doc, now_digest)
      RETURNING id INTO it;
  ELSE
    it := old.id;
    UPDATE session SET document = doc, digest = now_digest, sealed = is_sealed,
      received_from = session_user, changed_at = now() WHERE id = it;
  END IF;
  IF is_sealed THEN
    INSERT INTO submission (session_id, seal) VALUES (it, d ->> 'seal');
    INSERT INTO rating
      SELECT it, key, CASE WHEN value = '"no-signal"' THEN NULL ELSE (value #>> '{}')::numeric END
      FROM jsonb_each(coalesce(d -> 'scorecard' -> 'scores', '{}'));
  END IF;
  RETURN CASE WHEN old.id IS NULL THEN 'new' ELSE 'changed' END;
END $$;

CREATE FUNCTION put_amendment(the_loop_name text, interviewer text, the_case text, the_name text,
                              doc json, chain text) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = interviewloop, pg_catalog, pg_temp AS $$
DECLARE
  me person := writer();
  d jsonb := doc::jsonb;
  own boolean := folded(interviewer) = me.key;
  it session;
  old amendment;
  previous text;
  last integer;
BEGIN
  IF NOT own AND me.kind <> 'manager' THEN
    PERFORM refuse('it is another interviewer''s session');
  END IF;
  SELECT session.* INTO it FROM session JOIN loop ON loop.id = session.loop_id
    WHERE loop.key = folded(the_loop_name) AND session.interviewer_key = folded(interviewer)
      AND session.case_id = the_case FOR UPDATE OF session;
  IF NOT FOUND OR NOT it.sealed THEN
    PERFORM refuse('only a submitted scorecard can be amended');
  END IF;
  SELECT * INTO old FROM amendment WHERE session_id = it.id AND name = the_name;
  IF FOUND THEN
    RETURN CASE WHEN old.document::jsonb = d THEN 'same' ELSE 'newer' END;
  END IF;
  IF NOT own AND it.received_from <> session_user THEN
    PERFORM refuse('it is another interviewer''s session');
  ELSIF own AND folded(d ->> 'by') IS DISTINCT FROM me.key THEN
    PERFORM refuse('an amendment names who makes it');
  END IF;
  SELECT max(number) INTO last FROM amendment WHERE session_id = it.id;
  SELECT document ->> 'seal' INTO previous FROM amendment
    WHERE session_id = it.id AND number = last;
  IF previous IS NULL THEN
    SELECT seal INTO previous FROM submission WHERE session_id = it.id;
  END IF;
  IF NOT seal_holds(d ->> 'seal', chain, jsonb_build_array(previous, d - 'seal')) THEN
    RETURN 'newer';
  END IF;
  INSERT INTO amendment (session_id, number, name, document)
    VALUES (it.id, coalesce(last, 0) + 1, the_name, doc);
  RETURN 'new';
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA interviewloop FROM PUBLIC;
GRANT SELECT ON team, person, planned, entry, rating, amendment, scorecard
  TO interviewloop_interviewer, interviewloop_manager, interviewloop_trainer, interviewloop_auditor;
GRANT SELECT (id, key, name, candidate_key, practice, document, changed_by, changed_at) ON loop
  TO interviewloop_interviewer, interviewloop_manager, interviewloop_trainer, interviewloop_auditor;
-- Without digest: text can be compared before a policy is asked, so a guess could be tried.
GRANT SELECT (id, loop_id, case_id, practice, sealed, document, received_from, changed_at)
  ON session
  TO interviewloop_interviewer, interviewloop_manager, interviewloop_trainer, interviewloop_auditor;
GRANT SELECT (session_id, received_from, received_at) ON submission
  TO interviewloop_interviewer, interviewloop_manager, interviewloop_trainer, interviewloop_auditor;
GRANT EXECUTE ON FUNCTION my_kind(), my_key(), may_see_loop(uuid), may_see_entry(uuid, integer),
  may_see_scores(uuid)
  TO interviewloop_interviewer, interviewloop_manager, interviewloop_trainer, interviewloop_auditor;
GRANT EXECUTE ON FUNCTION put_loop(json, boolean, text), put_entry(text, text, json, text),
  put_session(json, text, text), put_amendment(text, text, text, text, json, text)
  TO interviewloop_interviewer, interviewloop_manager, interviewloop_trainer;
