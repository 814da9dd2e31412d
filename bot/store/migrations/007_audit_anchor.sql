-- Where the audit begins after its oldest entries were let go: how many they were, the last link of them, before when they
-- were made (seconds UTC), and our signature on that. Entries behind the newest anchor go as little as ever.
CREATE TABLE audit_anchor (
    count INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    until REAL NOT NULL,
    signature TEXT NOT NULL
);
CREATE TRIGGER audit_anchor_stays BEFORE UPDATE ON audit_anchor BEGIN SELECT RAISE(ABORT, 'an anchor stays'); END;
CREATE TRIGGER audit_anchor_is_kept BEFORE DELETE ON audit_anchor BEGIN SELECT RAISE(ABORT, 'an anchor stays'); END;
DROP TRIGGER audit_loses_nothing;
CREATE TRIGGER audit_loses_nothing BEFORE DELETE ON audit
WHEN OLD.number > coalesce((SELECT max(count) FROM audit_anchor), 0)
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
