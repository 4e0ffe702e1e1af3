-- Who may see what. The same rule as interview/blindness.py, stricter in one thing: an interviewer
-- who has no part in a candidate's loops sees nothing of them.
--
-- A person is who logged in (session_user): SET ROLE does not change it, and no setting of a client
-- does. The functions run as the keeper, so that no policy asks another policy.

CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT btrim(regexp_replace(lower(normalize($1, NFKC)), '\s+', ' ', 'g')) $$;

CREATE FUNCTION my_kind() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = interviewloop, pg_catalog, pg_temp
  AS $$ SELECT kind FROM person WHERE login = session_user $$;

CREATE FUNCTION my_key() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = interviewloop, pg_catalog, pg_temp
  AS $$ SELECT key FROM person WHERE login = session_user $$;

CREATE FUNCTION waived(the_loop_key text, the_candidate_key text, who text, the_case text)
  RETURNS boolean LANGUAGE sql STABLE SET search_path = interviewloop, pg_catalog, pg_temp
  AS $$
    SELECT EXISTS (
      SELECT FROM entry JOIN loop ON loop.id = entry.loop_id
      WHERE (loop.key = the_loop_key OR loop.candidate_key = the_candidate_key)
        AND entry.what = 'waived' AND entry.interviewer_key = who AND entry.case_id = the_case)
  $$;

-- Begun and not sealed, or planned and not begun, in this loop or with this candidate elsewhere.
CREATE FUNCTION i_owe(the_loop_key text, the_candidate_key text)
  RETURNS boolean LANGUAGE sql STABLE SET search_path = interviewloop, pg_catalog, pg_temp
  AS $$
    SELECT EXISTS (
      SELECT FROM session JOIN loop ON loop.id = session.loop_id
      WHERE (loop.key = the_loop_key OR session.candidate_key = the_candidate_key)
        AND session.interviewer_key = my_key() AND NOT session.sealed
        AND NOT waived(the_loop_key, the_candidate_key, session.interviewer_key, session.case_id)
    ) OR EXISTS (
      SELECT FROM planned JOIN loop ON loop.id = planned.loop_id
      WHERE (loop.key = the_loop_key OR loop.candidate_key = the_candidate_key)
        AND planned.interviewer_key = my_key()
        AND NOT EXISTS (
          SELECT FROM session
          WHERE session.loop_id = planned.loop_id AND session.case_id = planned.case_id
            AND session.interviewer_key = planned.interviewer_key)
        AND NOT waived(loop.key, loop.candidate_key, planned.interviewer_key, planned.case_id))
  $$;

-- Practice is no part in a real candidate's loop, whatever somebody calls the simulated one.
CREATE FUNCTION i_take_part(the_loop_key text, the_candidate_key text)
  RETURNS boolean LANGUAGE sql STABLE SET search_path = interviewloop, pg_catalog, pg_temp
  AS $$
    SELECT EXISTS (
      SELECT FROM session JOIN loop ON loop.id = session.loop_id
      WHERE (loop.key = the_loop_key OR session.candidate_key = the_candidate_key)
        AND session.interviewer_key = my_key() AND NOT session.practice
    ) OR EXISTS (
      SELECT FROM planned JOIN loop ON loop.id = planned.loop_id
      WHERE (loop.key = the_loop_key OR loop.candidate_key = the_candidate_key)
        AND planned.interviewer_key = my_key())
  $$;

CREATE FUNCTION may_see_loop(the_loop uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = interviewloop, pg_catalog, pg_temp
  AS $$
    SELECT my_kind() IN ('manager', 'trainer', 'auditor')
      OR (my_kind() = 'interviewer' AND EXISTS (
        SELECT FROM loop
        WHERE id = the_loop AND (practice OR i_take_part(key, candidate_key))))
  $$;

-- A decision tells of scores, so it and what follows it are closed like them. What stands before
-- it is whole, so that the digests of the record still follow on each other.
CREATE FUNCTION may_see_entry(the_loop uuid, the_number integer)
  RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = interviewloop, pg_catalog, pg_temp
  AS $$
    SELECT may_see_loop(the_loop) AND (
      my_kind() = 'auditor'
      OR NOT EXISTS (
        SELECT FROM entry
        WHERE loop_id = the_loop AND number <= the_number AND what = 'decided')
      OR EXISTS (
        SELECT FROM loop WHERE id = the_loop AND NOT i_owe(key, candidate_key)))
  $$;

CREATE FUNCTION may_see_scores(the_session uuid)
  RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = interviewloop, pg_catalog, pg_temp
  AS $$
    SELECT EXISTS (
      SELECT FROM session JOIN loop ON loop.id = session.loop_id
      WHERE session.id = the_session AND my_kind() IS NOT NULL AND (
        my_kind() = 'auditor'
        OR session.interviewer_key = my_key()
        OR (session.sealed AND NOT i_owe(loop.key, session.candidate_key) AND CASE
          WHEN session.practice THEN my_kind() = 'trainer' OR EXISTS (
            SELECT FROM session AS mine
            WHERE mine.interviewer_key = my_key() AND mine.practice AND mine.sealed
              AND mine.case_id = session.case_id AND mine.persona = session.persona)
          ELSE my_kind() = 'manager' OR i_take_part(loop.key, session.candidate_key)
        END)))
  $$;

-- Figures in SQL are made from this. A view runs as its owner unless it is told not to.
CREATE VIEW scorecard WITH (security_invoker = true) AS
  SELECT session.id, loop.name AS loop, session.document ->> 'candidate' AS candidate,
    session.document ->> 'interviewer' AS interviewer, session.case_id, rating.dimension,
    rating.score
  FROM session JOIN loop ON loop.id = session.loop_id JOIN rating ON rating.session_id = session.id;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['team', 'person', 'loop', 'planned', 'entry', 'session',
                              'submission', 'rating', 'amendment'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY keeper ON %I TO interviewloop_keeper USING (true)', name);
  END LOOP;
END $$;

CREATE POLICY everybody ON team FOR SELECT USING (my_kind() IS NOT NULL);
CREATE POLICY everybody ON person FOR SELECT USING (my_kind() IS NOT NULL);
CREATE POLICY reading ON loop FOR SELECT USING (may_see_loop(id));
CREATE POLICY reading ON planned FOR SELECT USING (may_see_loop(loop_id));
CREATE POLICY reading ON entry FOR SELECT USING (may_see_entry(loop_id, number));
CREATE POLICY reading ON session FOR SELECT USING (may_see_scores(id));
CREATE POLICY reading ON submission FOR SELECT USING (may_see_scores(session_id));
CREATE POLICY reading ON rating FOR SELECT USING (may_see_scores(session_id));
CREATE POLICY reading ON amendment FOR SELECT USING (may_see_scores(session_id));
