BEGIN TRANSACTION;
CREATE TABLE reach_account (id INTEGER PRIMARY KEY, platform TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (platform, name));
INSERT INTO "reach_account" VALUES(1,'douyin','');
CREATE TABLE reach_file (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, path TEXT NOT NULL, name TEXT NOT NULL,
    platform TEXT NOT NULL, account TEXT NOT NULL, format TEXT NOT NULL, grain TEXT NOT NULL,
    as_of TIMESTAMP NOT NULL, as_of_from TEXT NOT NULL, encoding TEXT, rows INTEGER NOT NULL,
    stored INTEGER NOT NULL, skipped JSON NOT NULL, warnings JSON NOT NULL);
INSERT INTO "reach_file" VALUES(1,'3cb4f237dd638e3c53209cf48361eec2c3959f00ee1cad8fa4bb4af7f67d7957','exports/作品列表.xlsx','作品列表.xlsx','douyin','','douyin-works','work-cumulative','2026-05-01 10:00:00.000000','option',NULL,3,3,'{}','[]');
INSERT INTO "reach_file" VALUES(2,'a2d84713b1e277214cb925cabbe70b368b20edeec3eb9f6b677e2913dbffebad','exports/作品列表.xlsx','作品列表.xlsx','douyin','','douyin-works','work-cumulative','2026-06-01 10:00:00.000000','option',NULL,2,2,'{}','[]');
CREATE TABLE reach_look (id INTEGER PRIMARY KEY, work_id INTEGER NOT NULL, title TEXT NOT NULL, published TIMESTAMP,
    url TEXT NOT NULL, state TEXT NOT NULL, named BOOLEAN NOT NULL, episode TEXT NOT NULL,
    as_of TIMESTAMP NOT NULL, sha256 TEXT NOT NULL, "row" INTEGER NOT NULL);
INSERT INTO "reach_look" VALUES(1,1,'毛泽建','2026-01-20 08:00:00.000000','','public',0,'','2026-05-01 10:00:00.000000','3cb4f237dd638e3c53209cf48361eec2c3959f00ee1cad8fa4bb4af7f67d7957',2);
INSERT INTO "reach_look" VALUES(2,2,'郭亮','2026-01-19 08:00:00.000000','','public',0,'','2026-05-01 10:00:00.000000','3cb4f237dd638e3c53209cf48361eec2c3959f00ee1cad8fa4bb4af7f67d7957',3);
INSERT INTO "reach_look" VALUES(3,3,'陈树湘','2026-01-18 08:00:00.000000','','public',0,'','2026-05-01 10:00:00.000000','3cb4f237dd638e3c53209cf48361eec2c3959f00ee1cad8fa4bb4af7f67d7957',4);
INSERT INTO "reach_look" VALUES(4,1,'毛泽建：巾帼英烈','2026-01-20 08:00:00.000000','','public',0,'','2026-06-01 10:00:00.000000','a2d84713b1e277214cb925cabbe70b368b20edeec3eb9f6b677e2913dbffebad',2);
CREATE TABLE reach_measure (id INTEGER PRIMARY KEY, metric TEXT NOT NULL, grain TEXT NOT NULL, definition TEXT NOT NULL,
    UNIQUE (metric, grain, definition));
INSERT INTO "reach_measure" VALUES(1,'plays','work-cumulative','douyin/plays');
CREATE TABLE reach_observation (sheet_id INTEGER, work_id INTEGER, measure_id INTEGER, day INTEGER,
    "row" INTEGER NOT NULL, value DOUBLE PRECISION NOT NULL, low DOUBLE PRECISION, high DOUBLE PRECISION,
    PRIMARY KEY (sheet_id, work_id, measure_id, day)) WITHOUT ROWID;
INSERT INTO "reach_observation" VALUES(1,1,1,0,2,100.0,NULL,NULL);
INSERT INTO "reach_observation" VALUES(1,2,1,0,3,50.0,NULL,NULL);
INSERT INTO "reach_observation" VALUES(1,3,1,0,4,7.0,NULL,NULL);
INSERT INTO "reach_observation" VALUES(2,1,1,0,2,90.0,NULL,NULL);
INSERT INTO "reach_observation" VALUES(2,3,1,0,3,8.0,NULL,NULL);
CREATE TABLE reach_placement (id INTEGER PRIMARY KEY, work_id INTEGER NOT NULL, verdict TEXT NOT NULL, series TEXT NOT NULL,
    number INTEGER, how TEXT NOT NULL);
INSERT INTO "reach_placement" VALUES(1,1,'episode','lieshita',12,'person');
CREATE TABLE reach_schema (version INTEGER PRIMARY KEY);
INSERT INTO "reach_schema" VALUES(1);
CREATE TABLE reach_sheet (id INTEGER PRIMARY KEY, file_id INTEGER NOT NULL, account_id INTEGER NOT NULL,
    grain TEXT NOT NULL, as_of TIMESTAMP NOT NULL, sha256 TEXT NOT NULL, whole BOOLEAN NOT NULL, oldest TIMESTAMP);
INSERT INTO "reach_sheet" VALUES(1,1,1,'work-cumulative','2026-05-01 10:00:00.000000','3cb4f237dd638e3c53209cf48361eec2c3959f00ee1cad8fa4bb4af7f67d7957',1,'2026-01-18 08:00:00.000000');
INSERT INTO "reach_sheet" VALUES(2,2,1,'work-cumulative','2026-06-01 10:00:00.000000','a2d84713b1e277214cb925cabbe70b368b20edeec3eb9f6b677e2913dbffebad',1,'2026-01-18 08:00:00.000000');
CREATE TABLE reach_work (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, key TEXT NOT NULL,
    UNIQUE (account_id, key));
INSERT INTO "reach_work" VALUES(1,1,'w1');
INSERT INTO "reach_work" VALUES(2,1,'w2');
INSERT INTO "reach_work" VALUES(3,1,'w3');
CREATE INDEX reach_look_work ON reach_look (work_id);
CREATE INDEX reach_sheet_order ON reach_sheet (account_id, grain, as_of);
CREATE INDEX reach_placement_work ON reach_placement (work_id)
;
COMMIT;
