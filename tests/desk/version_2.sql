PRAGMA application_id = 1212437068;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	action VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	subject_id INTEGER, 
	run_key VARCHAR, 
	detail JSON DEFAULT '{}' NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (id)
);
INSERT INTO "audit" VALUES(1,1781269200,'booked','bookings',1,'run-1','{"resource": 1}');
INSERT INTO "audit" VALUES(2,1781269200,'rescheduled','bookings',1,'run-2','{"resource": 1}');
INSERT INTO "audit" VALUES(3,1781269200,'booked','bookings',2,'run-3','{"resource": 1}');
INSERT INTO "audit" VALUES(4,1781269200,'cancelled','bookings',2,NULL,'{}');
CREATE TABLE booking_type_resources (
	booking_type_id INTEGER NOT NULL, 
	resource_id INTEGER NOT NULL, 
	CONSTRAINT pk_booking_type_resources PRIMARY KEY (booking_type_id, resource_id), 
	CONSTRAINT fk_booking_type_resources_booking_type_id FOREIGN KEY(booking_type_id) REFERENCES booking_types (id) ON DELETE CASCADE, 
	CONSTRAINT fk_booking_type_resources_resource_id FOREIGN KEY(resource_id) REFERENCES resources (id)
);
CREATE TABLE booking_types (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	synonyms JSON DEFAULT '[]' NOT NULL, 
	description VARCHAR DEFAULT '' NOT NULL, 
	minutes INTEGER NOT NULL, 
	buffer_before_minutes INTEGER DEFAULT '0' NOT NULL, 
	buffer_after_minutes INTEGER DEFAULT '0' NOT NULL, 
	step_minutes INTEGER DEFAULT '15' NOT NULL, 
	offset_minutes INTEGER DEFAULT '0' NOT NULL, 
	notice_minutes INTEGER DEFAULT '0' NOT NULL, 
	window_days INTEGER, 
	window_until DATE, 
	daily_limit INTEGER, 
	weekly_limit INTEGER, 
	price_cents INTEGER, 
	choose VARCHAR DEFAULT 'round_robin' NOT NULL, 
	active BOOLEAN NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_booking_types PRIMARY KEY (id), 
	CONSTRAINT ck_booking_types_minutes CHECK (minutes BETWEEN 1 AND 1440), 
	CONSTRAINT ck_booking_types_buffer_before_minutes CHECK (buffer_before_minutes BETWEEN 0 AND 1440), 
	CONSTRAINT ck_booking_types_buffer_after_minutes CHECK (buffer_after_minutes BETWEEN 0 AND 1440), 
	CONSTRAINT ck_booking_types_step_minutes CHECK (step_minutes BETWEEN 1 AND 1440), 
	CONSTRAINT ck_booking_types_offset_minutes CHECK (offset_minutes BETWEEN 0 AND 1439), 
	CONSTRAINT ck_booking_types_notice_minutes CHECK (notice_minutes >= 0), 
	CONSTRAINT ck_booking_types_window_days CHECK (window_days >= 0), 
	CONSTRAINT ck_booking_types_daily_limit CHECK (daily_limit >= 1), 
	CONSTRAINT ck_booking_types_weekly_limit CHECK (weekly_limit >= 1), 
	CONSTRAINT ck_booking_types_price_cents CHECK (price_cents >= 0), 
	CONSTRAINT ck_booking_types_choose CHECK (choose IN ('round_robin', 'least_busy')), 
	CONSTRAINT uq_booking_types_name UNIQUE (name)
);
INSERT INTO "booking_types" VALUES(1,'Haircut','[]','',30,0,0,15,0,0,NULL,NULL,NULL,NULL,4500,'round_robin',1,1);
INSERT INTO "booking_types" VALUES(2,'Colour','["color", "dye"]','',90,0,0,15,0,0,NULL,NULL,NULL,NULL,12000,'round_robin',1,2);
INSERT INTO "booking_types" VALUES(3,'Consultation','[]','',15,0,0,15,0,0,NULL,NULL,NULL,NULL,NULL,'round_robin',1,3);
CREATE TABLE bookings (
	id INTEGER NOT NULL, 
	booking_type_id INTEGER NOT NULL, 
	resource_id INTEGER NOT NULL, 
	customer_id INTEGER NOT NULL, 
	starts_at INTEGER NOT NULL, 
	ends_at INTEGER NOT NULL, 
	blocked_from INTEGER NOT NULL, 
	blocked_until INTEGER NOT NULL, 
	zone VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	uid VARCHAR NOT NULL, 
	sequence INTEGER DEFAULT '0' NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	run_key VARCHAR NOT NULL, 
	created_at INTEGER NOT NULL, 
	CONSTRAINT pk_bookings PRIMARY KEY (id), 
	CONSTRAINT ck_bookings_status CHECK (status IN ('confirmed', 'cancelled', 'no_show')), 
	CONSTRAINT ck_bookings_span CHECK (ends_at > starts_at AND ends_at - starts_at <= 86400), 
	CONSTRAINT ck_bookings_blocked_around CHECK (blocked_from <= starts_at AND blocked_until >= ends_at), 
	CONSTRAINT ck_bookings_blocked CHECK (blocked_until > blocked_from AND blocked_until - blocked_from <= 259200), 
	CONSTRAINT ck_bookings_moments CHECK (typeof(starts_at) = 'integer' AND typeof(ends_at) = 'integer' AND typeof(blocked_from) = 'integer' AND typeof(blocked_until) = 'integer'), 
	CONSTRAINT fk_bookings_booking_type_id FOREIGN KEY(booking_type_id) REFERENCES booking_types (id), 
	CONSTRAINT fk_bookings_resource_id FOREIGN KEY(resource_id) REFERENCES resources (id), 
	CONSTRAINT fk_bookings_customer_id FOREIGN KEY(customer_id) REFERENCES customers (id), 
	CONSTRAINT uq_bookings_uid UNIQUE (uid), 
	CONSTRAINT uq_bookings_run_key UNIQUE (run_key)
);
INSERT INTO "bookings" VALUES(1,1,1,1,1781640000,1781641800,1781640000,1781641800,'America/New_York','confirmed','L6K4','c4f3fa2d-276a-46c8-929a-57a2932d4020',1,2,'run-1',1781269200);
INSERT INTO "bookings" VALUES(2,2,1,2,1781722800,1781728200,1781722800,1781728200,'America/New_York','cancelled','H2K4','32719a8c-c85d-44ca-90a9-f49016e57007',1,2,'run-3',1781269200);
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
CREATE TABLE business_facts (
	id INTEGER NOT NULL, 
	topic VARCHAR NOT NULL, 
	words JSON DEFAULT '[]' NOT NULL, 
	answer VARCHAR NOT NULL, 
	CONSTRAINT pk_business_facts PRIMARY KEY (id), 
	CONSTRAINT uq_business_facts_topic UNIQUE (topic)
);
CREATE TABLE busy_blocks (
	id INTEGER NOT NULL, 
	resource_id INTEGER, 
	starts_at INTEGER NOT NULL, 
	ends_at INTEGER NOT NULL, 
	reason VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_busy_blocks PRIMARY KEY (id), 
	CONSTRAINT ck_busy_blocks_span CHECK (ends_at > starts_at AND ends_at - starts_at <= 316224000), 
	CONSTRAINT ck_busy_blocks_moments CHECK (typeof(starts_at) = 'integer' AND typeof(ends_at) = 'integer'), 
	CONSTRAINT fk_busy_blocks_resource_id FOREIGN KEY(resource_id) REFERENCES resources (id) ON DELETE CASCADE
);
CREATE TABLE calendar_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT calendar_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "calendar_version" VALUES('0002');
CREATE TABLE callbacks (
	id INTEGER NOT NULL, 
	phone VARCHAR NOT NULL, 
	run_key VARCHAR NOT NULL, 
	asked_at INTEGER NOT NULL, 
	CONSTRAINT pk_callbacks PRIMARY KEY (id), 
	CONSTRAINT uq_callbacks_run_key UNIQUE (run_key)
);
INSERT INTO "callbacks" VALUES(1,'+12125550150','run-4',1781269200);
CREATE TABLE customers (
	id INTEGER NOT NULL, 
	phone VARCHAR, 
	name VARCHAR, 
	email VARCHAR, 
	email_key VARCHAR, 
	created_at INTEGER NOT NULL, 
	CONSTRAINT pk_customers PRIMARY KEY (id)
);
INSERT INTO "customers" VALUES(1,'+12125550142','Maria Lopez','Maria@Example.com','maria@example.com',1781269200);
INSERT INTO "customers" VALUES(2,'+12125550199','John Smith',NULL,NULL,1781269200);
CREATE TABLE date_overrides (
	id INTEGER NOT NULL, 
	resource_id INTEGER, 
	day DATE NOT NULL, 
	openings JSON DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_date_overrides PRIMARY KEY (id), 
	CONSTRAINT uq_date_overrides_resource_id_day UNIQUE (resource_id, day), 
	CONSTRAINT fk_date_overrides_resource_id FOREIGN KEY(resource_id) REFERENCES resources (id) ON DELETE CASCADE
);
CREATE TABLE holds (
	run_key VARCHAR NOT NULL, 
	booking_type_id INTEGER NOT NULL, 
	resource_id INTEGER NOT NULL, 
	booking_id INTEGER, 
	starts_at INTEGER NOT NULL, 
	blocked_from INTEGER NOT NULL, 
	blocked_until INTEGER NOT NULL, 
	expires_at INTEGER NOT NULL, 
	CONSTRAINT pk_holds PRIMARY KEY (run_key), 
	CONSTRAINT ck_holds_blocked_around CHECK (blocked_from <= starts_at AND blocked_until > starts_at), 
	CONSTRAINT ck_holds_blocked CHECK (blocked_until > blocked_from AND blocked_until - blocked_from <= 259200), 
	CONSTRAINT ck_holds_moments CHECK (typeof(starts_at) = 'integer' AND typeof(blocked_from) = 'integer' AND typeof(blocked_until) = 'integer' AND typeof(expires_at) = 'integer'), 
	CONSTRAINT fk_holds_booking_type_id FOREIGN KEY(booking_type_id) REFERENCES booking_types (id), 
	CONSTRAINT fk_holds_resource_id FOREIGN KEY(resource_id) REFERENCES resources (id), 
	CONSTRAINT fk_holds_booking_id FOREIGN KEY(booking_id) REFERENCES bookings (id) ON DELETE CASCADE
);
CREATE TABLE reschedules (
	id INTEGER NOT NULL, 
	booking_id INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	old_resource_id INTEGER NOT NULL, 
	old_starts_at INTEGER NOT NULL, 
	new_resource_id INTEGER NOT NULL, 
	new_starts_at INTEGER NOT NULL, 
	run_key VARCHAR NOT NULL, 
	moved_at INTEGER NOT NULL, 
	CONSTRAINT pk_reschedules PRIMARY KEY (id), 
	CONSTRAINT uq_reschedules_booking_id_sequence UNIQUE (booking_id, sequence), 
	CONSTRAINT fk_reschedules_booking_id FOREIGN KEY(booking_id) REFERENCES bookings (id) ON DELETE CASCADE, 
	CONSTRAINT fk_reschedules_old_resource_id FOREIGN KEY(old_resource_id) REFERENCES resources (id), 
	CONSTRAINT fk_reschedules_new_resource_id FOREIGN KEY(new_resource_id) REFERENCES resources (id), 
	CONSTRAINT uq_reschedules_run_key UNIQUE (run_key)
);
INSERT INTO "reschedules" VALUES(1,1,1,1,1781636400,1,1781640000,'run-2',1781269200);
CREATE TABLE resources (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	zone VARCHAR, 
	active BOOLEAN NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_resources PRIMARY KEY (id), 
	CONSTRAINT uq_resources_name UNIQUE (name)
);
INSERT INTO "resources" VALUES(1,'Chair',NULL,1,0);
CREATE TABLE weekly_hours (
	id INTEGER NOT NULL, 
	resource_id INTEGER, 
	weekday INTEGER NOT NULL, 
	opens_minute INTEGER NOT NULL, 
	closes_minute INTEGER NOT NULL, 
	CONSTRAINT pk_weekly_hours PRIMARY KEY (id), 
	CONSTRAINT ck_weekly_hours_weekday CHECK (weekday BETWEEN 0 AND 6), 
	CONSTRAINT ck_weekly_hours_span CHECK (opens_minute BETWEEN 0 AND 1439 AND closes_minute BETWEEN opens_minute + 1 AND opens_minute + 1440), 
	CONSTRAINT fk_weekly_hours_resource_id FOREIGN KEY(resource_id) REFERENCES resources (id) ON DELETE CASCADE
);
INSERT INTO "weekly_hours" VALUES(1,NULL,0,540,1080);
INSERT INTO "weekly_hours" VALUES(2,NULL,1,540,1080);
INSERT INTO "weekly_hours" VALUES(3,NULL,2,540,1080);
INSERT INTO "weekly_hours" VALUES(4,NULL,3,540,1080);
INSERT INTO "weekly_hours" VALUES(5,NULL,4,540,1080);
INSERT INTO "weekly_hours" VALUES(6,NULL,5,600,840);
CREATE INDEX ix_customers_email_key ON customers (email_key);
CREATE UNIQUE INDEX uq_customers_details ON customers (phone, name, coalesce(email_key, ''));
CREATE INDEX ix_audit_run_key ON audit (run_key);
CREATE INDEX ix_audit_subject ON audit (subject, subject_id);
CREATE UNIQUE INDEX uq_date_overrides_of_business ON date_overrides (day) WHERE resource_id IS NULL;
CREATE INDEX ix_busy_blocks_ends_at ON busy_blocks (ends_at);
CREATE INDEX ix_bookings_code ON bookings (code, ends_at);
CREATE INDEX ix_bookings_starts_at ON bookings (starts_at);
CREATE INDEX ix_bookings_occupied ON bookings (resource_id, blocked_from, blocked_until) WHERE status = 'confirmed';
CREATE INDEX ix_bookings_turns ON bookings (booking_type_id, resource_id, id);
CREATE INDEX ix_bookings_customer_id ON bookings (customer_id, starts_at);
CREATE INDEX ix_bookings_of_type ON bookings (booking_type_id, starts_at) WHERE status = 'confirmed';
CREATE INDEX ix_holds_occupied ON holds (resource_id, blocked_from, blocked_until);
CREATE TRIGGER bookings_overlap_bookings_on_insert BEFORE INSERT ON bookings
WHEN NEW.status = 'confirmed'
BEGIN
    SELECT RAISE(ABORT, 'handrail: this resource is booked at that time') WHERE EXISTS (
        SELECT 1 FROM bookings
        WHERE resource_id = NEW.resource_id AND status = 'confirmed'
          AND blocked_from < NEW.blocked_until AND blocked_until > NEW.blocked_from
          AND blocked_from > NEW.blocked_from - 259200
    );
END;
CREATE TRIGGER bookings_overlap_bookings_on_update BEFORE UPDATE ON bookings
WHEN NEW.status = 'confirmed'
BEGIN
    SELECT RAISE(ABORT, 'handrail: this resource is booked at that time') WHERE EXISTS (
        SELECT 1 FROM bookings
        WHERE resource_id = NEW.resource_id AND status = 'confirmed' AND id <> OLD.id
          AND blocked_from < NEW.blocked_until AND blocked_until > NEW.blocked_from
          AND blocked_from > NEW.blocked_from - 259200
    );
END;
CREATE TRIGGER bookings_overlap_holds_on_insert BEFORE INSERT ON bookings
WHEN NEW.status = 'confirmed'
BEGIN
    SELECT RAISE(ABORT, 'handrail: this resource is booked at that time') WHERE EXISTS (
        SELECT 1 FROM holds
        WHERE resource_id = NEW.resource_id AND run_key <> NEW.run_key
          AND blocked_from < NEW.blocked_until AND blocked_until > NEW.blocked_from
          AND blocked_from > NEW.blocked_from - 259200
    );
END;
CREATE TRIGGER bookings_overlap_holds_on_update BEFORE UPDATE ON bookings
WHEN NEW.status = 'confirmed'
BEGIN
    SELECT RAISE(ABORT, 'handrail: this resource is booked at that time') WHERE EXISTS (
        SELECT 1 FROM holds
        WHERE resource_id = NEW.resource_id AND run_key <> NEW.run_key AND booking_id IS NOT OLD.id
          AND blocked_from < NEW.blocked_until AND blocked_until > NEW.blocked_from
          AND blocked_from > NEW.blocked_from - 259200
    );
END;
CREATE TRIGGER holds_overlap_holds_on_insert BEFORE INSERT ON holds
BEGIN
    SELECT RAISE(ABORT, 'handrail: this resource is booked at that time') WHERE EXISTS (
        SELECT 1 FROM holds
        WHERE resource_id = NEW.resource_id AND run_key <> NEW.run_key
          AND blocked_from < NEW.blocked_until AND blocked_until > NEW.blocked_from
          AND blocked_from > NEW.blocked_from - 259200
    );
END;
CREATE TRIGGER holds_overlap_holds_on_update BEFORE UPDATE ON holds
BEGIN
    SELECT RAISE(ABORT, 'handrail: this resource is booked at that time') WHERE EXISTS (
        SELECT 1 FROM holds
        WHERE resource_id = NEW.resource_id AND run_key <> NEW.run_key AND run_key <> OLD.run_key
          AND blocked_from < NEW.blocked_until AND blocked_until > NEW.blocked_from
          AND blocked_from > NEW.blocked_from - 259200
    );
END;
CREATE TRIGGER holds_overlap_bookings_on_insert BEFORE INSERT ON holds
BEGIN
    SELECT RAISE(ABORT, 'handrail: this resource is booked at that time') WHERE EXISTS (
        SELECT 1 FROM bookings
        WHERE resource_id = NEW.resource_id AND status = 'confirmed' AND id IS NOT NEW.booking_id
          AND blocked_from < NEW.blocked_until AND blocked_until > NEW.blocked_from
          AND blocked_from > NEW.blocked_from - 259200
    );
END;
CREATE TRIGGER holds_overlap_bookings_on_update BEFORE UPDATE ON holds
BEGIN
    SELECT RAISE(ABORT, 'handrail: this resource is booked at that time') WHERE EXISTS (
        SELECT 1 FROM bookings
        WHERE resource_id = NEW.resource_id AND status = 'confirmed' AND id IS NOT NEW.booking_id
          AND blocked_from < NEW.blocked_until AND blocked_until > NEW.blocked_from
          AND blocked_from > NEW.blocked_from - 259200
    );
END;
COMMIT;
