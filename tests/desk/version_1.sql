PRAGMA application_id = 1212437068;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE booking_types (
	id INTEGER NOT NULL,
	name VARCHAR NOT NULL,
	synonyms JSON NOT NULL,
	minutes INTEGER NOT NULL,
	step_minutes INTEGER NOT NULL,
	price_cents INTEGER,
	active BOOLEAN NOT NULL,
	position INTEGER NOT NULL,
	CONSTRAINT pk_booking_types PRIMARY KEY (id),
	CONSTRAINT ck_booking_types_minutes CHECK (minutes BETWEEN 1 AND 1440),
	CONSTRAINT ck_booking_types_step_minutes CHECK (step_minutes BETWEEN 1 AND 1440),
	CONSTRAINT ck_booking_types_price_cents CHECK (price_cents >= 0),
	CONSTRAINT uq_booking_types_name UNIQUE (name)
);
INSERT INTO "booking_types" VALUES(1,'Haircut','[]',30,15,4500,1,1);
INSERT INTO "booking_types" VALUES(2,'Colour','["color", "dye"]',90,15,12000,1,2);
INSERT INTO "booking_types" VALUES(3,'Consultation','[]',15,15,NULL,1,3);
CREATE TABLE bookings (
	id INTEGER NOT NULL,
	booking_type_id INTEGER NOT NULL,
	resource_id INTEGER NOT NULL,
	starts_at INTEGER NOT NULL,
	ends_at INTEGER NOT NULL,
	zone VARCHAR NOT NULL,
	phone VARCHAR NOT NULL,
	name VARCHAR NOT NULL,
	email VARCHAR,
	status VARCHAR NOT NULL,
	code VARCHAR NOT NULL,
	run_key VARCHAR NOT NULL,
	created_at INTEGER NOT NULL,
	CONSTRAINT pk_bookings PRIMARY KEY (id),
	CONSTRAINT ck_bookings_status CHECK (status IN ('confirmed', 'cancelled', 'no_show')),
	CONSTRAINT ck_bookings_span CHECK (ends_at > starts_at AND ends_at - starts_at <= 86400),
	CONSTRAINT ck_bookings_moments CHECK (typeof(starts_at) = 'integer' AND typeof(ends_at) = 'integer'),
	CONSTRAINT fk_bookings_booking_type_id FOREIGN KEY(booking_type_id) REFERENCES booking_types (id),
	CONSTRAINT fk_bookings_resource_id FOREIGN KEY(resource_id) REFERENCES resources (id),
	CONSTRAINT uq_bookings_run_key UNIQUE (run_key)
);
INSERT INTO "bookings" VALUES(1,1,1,1781636400,1781638200,'America/New_York','+12125550142','Maria Lopez','Maria@Example.com','confirmed','L6K4','run-a',1781269200);
INSERT INTO "bookings" VALUES(2,1,1,1781722800,1781724600,'America/New_York','+12125550142','Maria Lopez','maria@example.com','cancelled','H2K4','run-b',1781269200);
INSERT INTO "bookings" VALUES(3,2,1,1781791200,1781796600,'America/New_York','+12125550143','Jo Park',NULL,'confirmed','M6Y3','run-c',1781269200);
CREATE TABLE business (
	id INTEGER NOT NULL,
	name VARCHAR NOT NULL,
	address VARCHAR NOT NULL,
	zone VARCHAR NOT NULL,
	region VARCHAR NOT NULL,
	CONSTRAINT pk_business PRIMARY KEY (id),
	CONSTRAINT ck_business_only_one CHECK (id = 1)
);
INSERT INTO "business" VALUES(1,'Northside Studio','12 Mill Lane','America/New_York','US');
CREATE TABLE callbacks (
	id INTEGER NOT NULL,
	phone VARCHAR NOT NULL,
	run_key VARCHAR NOT NULL,
	asked_at INTEGER NOT NULL,
	CONSTRAINT pk_callbacks PRIMARY KEY (id),
	CONSTRAINT uq_callbacks_run_key UNIQUE (run_key)
);
INSERT INTO "callbacks" VALUES(1,'+12125550150','run-d',1781269200);
CREATE TABLE resources (
	id INTEGER NOT NULL,
	name VARCHAR NOT NULL,
	active BOOLEAN NOT NULL,
	CONSTRAINT pk_resources PRIMARY KEY (id),
	CONSTRAINT uq_resources_name UNIQUE (name)
);
INSERT INTO "resources" VALUES(1,'Chair',1);
CREATE TABLE weekly_hours (
	id INTEGER NOT NULL,
	weekday INTEGER NOT NULL,
	opens_minute INTEGER NOT NULL,
	closes_minute INTEGER NOT NULL,
	CONSTRAINT pk_weekly_hours PRIMARY KEY (id),
	CONSTRAINT ck_weekly_hours_weekday CHECK (weekday BETWEEN 0 AND 6),
	CONSTRAINT ck_weekly_hours_span CHECK (opens_minute BETWEEN 0 AND 1439 AND closes_minute BETWEEN opens_minute + 1 AND opens_minute + 1440)
);
INSERT INTO "weekly_hours" VALUES(1,0,540,1080);
INSERT INTO "weekly_hours" VALUES(2,1,540,1080);
INSERT INTO "weekly_hours" VALUES(3,2,540,1080);
INSERT INTO "weekly_hours" VALUES(4,3,540,1080);
INSERT INTO "weekly_hours" VALUES(5,4,540,1080);
INSERT INTO "weekly_hours" VALUES(6,5,600,840);
CREATE INDEX ix_bookings_occupied ON bookings (resource_id, starts_at, ends_at) WHERE status = 'confirmed';
CREATE INDEX ix_bookings_starts_at ON bookings (starts_at);
CREATE INDEX ix_bookings_code ON bookings (code, ends_at);
CREATE TRIGGER bookings_overlap_on_insert BEFORE INSERT ON bookings
WHEN NEW.status = 'confirmed'
BEGIN
    SELECT RAISE(ABORT, 'handrail: this resource is booked at that time') WHERE EXISTS (
        SELECT 1 FROM bookings
        WHERE resource_id = NEW.resource_id AND status = 'confirmed'
          AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
          AND starts_at > NEW.starts_at - 86400
    );
END;
CREATE TRIGGER bookings_overlap_on_update BEFORE UPDATE ON bookings
WHEN NEW.status = 'confirmed'
BEGIN
    SELECT RAISE(ABORT, 'handrail: this resource is booked at that time') WHERE EXISTS (
        SELECT 1 FROM bookings
        WHERE resource_id = NEW.resource_id AND status = 'confirmed'
          AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
          AND starts_at > NEW.starts_at - 86400 AND id <> OLD.id
    );
END;
COMMIT;
