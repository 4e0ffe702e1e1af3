-- Erasing a candidate: every word goes, scores of nobody stay, so that figures still stand.

CREATE TABLE nameless_rating (
  scorecard uuid NOT NULL,
  candidate uuid NOT NULL,
  interviewer_key text NOT NULL,
  case_id text NOT NULL,
  dimension text NOT NULL,
  score numeric CHECK (score IN (1, 2, 3, 4, 5)),
  PRIMARY KEY (scorecard, dimension)
);

-- The receipt: that somebody was erased, when and by whom, and not who.
CREATE TABLE erasure (
  candidate uuid PRIMARY KEY,
  erased_by name NOT NULL DEFAULT session_user,
  erased_at timestamptz NOT NULL DEFAULT now(),
  loops integer NOT NULL,
  sessions integer NOT NULL
);

ALTER TABLE nameless_rating ENABLE ROW LEVEL SECURITY;
ALTER TABLE nameless_rating FORCE ROW LEVEL SECURITY;
ALTER TABLE erasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasure FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON nameless_rating TO interviewloop_keeper USING (true);
CREATE POLICY keeper ON erasure TO interviewloop_keeper USING (true);
-- An interviewer could tell by the time whose they are.
CREATE POLICY reading ON nameless_rating FOR SELECT USING (my_kind() IN ('manager', 'auditor'));
CREATE POLICY reading ON erasure FOR SELECT USING (my_kind() IN ('manager', 'auditor'));
GRANT SELECT ON nameless_rating, erasure TO interviewloop_manager, interviewloop_auditor;

-- With really = false it only says what would go. Scorecards that were not submitted blind (see
-- scored_blind in interview/loops.py) count in no figure and go altogether.
CREATE FUNCTION erase_candidate(code text, really boolean, OUT loops integer, OUT sessions integer,
                                OUT kept integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = interviewloop, pg_catalog, pg_temp AS $$
DECLARE
  me person := writer();
  nobody uuid := gen_random_uuid();
  gone uuid[];
  blind uuid[];
BEGIN
  IF me.kind <> 'manager' THEN
    PERFORM refuse('only a manager erases a candidate');
  END IF;
  gone := ARRAY(SELECT id FROM loop WHERE candidate_key = folded(code) ORDER BY id FOR UPDATE);
  IF gone = '{}' THEN
    PERFORM refuse('no loop in the database is of a candidate called that');
  ELSIF EXISTS (SELECT FROM loop WHERE id = ANY (gone) AND practice)
        OR EXISTS (SELECT FROM session WHERE loop_id = ANY (gone) AND practice) THEN
    PERFORM refuse('this candidate is played by the program: there is nobody to erase');
  ELSIF EXISTS (
    SELECT FROM unnest(gone) AS it WHERE (
      SELECT what FROM entry WHERE loop_id = it AND what IN ('held', 'released')
      ORDER BY number DESC LIMIT 1) = 'held') THEN
    PERFORM refuse('a legal hold stands');
  END IF;
  blind := ARRAY(
    SELECT session.id FROM session
    WHERE loop_id = ANY (gone) AND sealed AND NOT EXISTS (
      SELECT FROM entry
      WHERE entry.loop_id = session.loop_id
        AND (entry.what = 'opened' OR (entry.what = 'waived' AND entry.case_id = session.case_id
          AND entry.interviewer_key = session.interviewer_key))
        AND (entry.document ->> 'at')::timestamptz
          < (session.document ->> 'sealed_at')::timestamptz));
  loops := cardinality(gone);
  sessions := (SELECT count(*) FROM session WHERE loop_id = ANY (gone));
  kept := cardinality(blind);
  IF NOT really THEN
    RETURN;
  END IF;
  INSERT INTO nameless_rating
    SELECT label.id, nobody, session.interviewer_key, session.case_id, rating.dimension,
      rating.score
    FROM session
    JOIN (SELECT it, gen_random_uuid() AS id FROM unnest(blind) AS it) AS label
      ON label.it = session.id
    JOIN rating ON rating.session_id = session.id;
  DELETE FROM amendment WHERE session_id IN (SELECT id FROM session WHERE loop_id = ANY (gone));
  DELETE FROM rating WHERE session_id IN (SELECT id FROM session WHERE loop_id = ANY (gone));
  DELETE FROM submission WHERE session_id IN (SELECT id FROM session WHERE loop_id = ANY (gone));
  DELETE FROM session WHERE loop_id = ANY (gone);
  DELETE FROM entry WHERE loop_id = ANY (gone);
  DELETE FROM planned WHERE loop_id = ANY (gone);
  DELETE FROM loop WHERE id = ANY (gone);
  INSERT INTO erasure (candidate, loops, sessions) VALUES (nobody, loops, sessions);
END $$;

REVOKE ALL ON FUNCTION erase_candidate(text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_candidate(text, boolean) TO interviewloop_manager;
