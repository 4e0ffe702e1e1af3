-- Everything belongs to interviewloop_keeper, a role that nobody logs in as. People have SELECT,
-- held back by the policies below, and a few functions to write with. Nobody has INSERT, UPDATE or
-- DELETE on a table, so what the functions refuse cannot be done.
--
-- Columns of scores are numeric and documents are json: neither has an operator that the planner
-- may run before a policy (LEAKPROOF), so EXPLAIN tells nothing of rows that are closed. Texts that
-- must not be guessed have no SELECT grant.

CREATE TABLE team (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  id uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO team DEFAULT VALUES;

CREATE TABLE person (
  login name PRIMARY KEY,
  name text NOT NULL,
  key text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('interviewer', 'manager', 'trainer', 'auditor')),
  added_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE loop (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  key text NOT NULL UNIQUE,
  name text NOT NULL,
  candidate_key text NOT NULL,
  practice boolean NOT NULL,
  document json NOT NULL,
  digest text NOT NULL,
  changed_by name NOT NULL DEFAULT session_user,
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON loop (candidate_key);

CREATE TABLE planned (
  loop_id uuid NOT NULL REFERENCES loop,
  interviewer_key text NOT NULL,
  case_id text NOT NULL,
  dimensions text[] NOT NULL,
  PRIMARY KEY (loop_id, interviewer_key, case_id)
);

CREATE TABLE entry (
  loop_id uuid NOT NULL REFERENCES loop,
  number integer NOT NULL,
  name text NOT NULL,
  what text NOT NULL,
  interviewer_key text,
  case_id text,
  document json NOT NULL,
  received_from name NOT NULL DEFAULT session_user,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (loop_id, number),
  UNIQUE (loop_id, name)
);

CREATE TABLE session (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  loop_id uuid NOT NULL REFERENCES loop,
  interviewer_key text NOT NULL,
  candidate_key text NOT NULL,
  case_id text NOT NULL,
  practice boolean NOT NULL,
  persona text,
  sealed boolean NOT NULL,
  document json NOT NULL,
  digest text NOT NULL,
  received_from name NOT NULL DEFAULT session_user,
  changed_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (loop_id, interviewer_key, case_id)
);
CREATE INDEX ON session (candidate_key);

CREATE TABLE submission (
  session_id uuid PRIMARY KEY REFERENCES session,
  seal text NOT NULL,
  received_from name NOT NULL DEFAULT session_user,
  received_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE rating (
  session_id uuid NOT NULL REFERENCES session,
  dimension text NOT NULL,
  score numeric CHECK (score IN (1, 2, 3, 4, 5)),
  PRIMARY KEY (session_id, dimension)
);

CREATE TABLE amendment (
  session_id uuid NOT NULL REFERENCES session,
  number integer NOT NULL,
  name text NOT NULL,
  document json NOT NULL,
  received_from name NOT NULL DEFAULT session_user,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (session_id, number),
  UNIQUE (session_id, name)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was submitted or recorded is never changed' USING ERRCODE = 'IL001';
END $$;

CREATE TRIGGER sealed BEFORE UPDATE ON session
  FOR EACH ROW WHEN (OLD.sealed) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER written_once BEFORE UPDATE ON submission
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER written_once BEFORE UPDATE ON rating
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER written_once BEFORE UPDATE ON amendment
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER written_once BEFORE UPDATE ON entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
