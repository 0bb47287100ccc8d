SET check_function_bodies = false;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE FUNCTION public.bookings_refuse_overlap() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM 1 FROM resources WHERE id = NEW.resource_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM holds
        WHERE resource_id = NEW.resource_id AND run_key <> NEW.run_key AND booking_id IS DISTINCT FROM NEW.id
          AND tstzrange(blocked_from, blocked_until)
              && tstzrange(NEW.blocked_from, NEW.blocked_until)
    ) THEN
        RAISE EXCEPTION 'handrail: this resource is booked at that time' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION public.holds_refuse_overlap() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM 1 FROM resources WHERE id = NEW.resource_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM bookings
        WHERE resource_id = NEW.resource_id AND status = 'confirmed' AND id IS DISTINCT FROM NEW.booking_id
          AND tstzrange(blocked_from, blocked_until)
              && tstzrange(NEW.blocked_from, NEW.blocked_until)
    ) THEN
        RAISE EXCEPTION 'handrail: this resource is booked at that time' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TABLE public.audit (
    id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    action character varying NOT NULL,
    subject character varying NOT NULL,
    subject_id integer,
    run_key character varying,
    detail json DEFAULT '{}'::json NOT NULL
);
CREATE SEQUENCE public.audit_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.audit_id_seq OWNED BY public.audit.id;
CREATE TABLE public.booking_type_resources (
    booking_type_id integer NOT NULL,
    resource_id integer NOT NULL
);
CREATE TABLE public.booking_types (
    id integer NOT NULL,
    name character varying NOT NULL,
    synonyms json DEFAULT '[]'::json NOT NULL,
    description character varying DEFAULT ''::character varying NOT NULL,
    minutes integer NOT NULL,
    buffer_before_minutes integer DEFAULT 0 NOT NULL,
    buffer_after_minutes integer DEFAULT 0 NOT NULL,
    step_minutes integer DEFAULT 15 NOT NULL,
    offset_minutes integer DEFAULT 0 NOT NULL,
    notice_minutes integer DEFAULT 0 NOT NULL,
    window_days integer,
    window_until date,
    daily_limit integer,
    weekly_limit integer,
    price_cents integer,
    choose character varying DEFAULT 'round_robin'::character varying NOT NULL,
    active boolean NOT NULL,
    "position" integer DEFAULT 0 NOT NULL,
    CONSTRAINT ck_booking_types_buffer_after_minutes CHECK (((buffer_after_minutes >= 0) AND (buffer_after_minutes <= 1440))),
    CONSTRAINT ck_booking_types_buffer_before_minutes CHECK (((buffer_before_minutes >= 0) AND (buffer_before_minutes <= 1440))),
    CONSTRAINT ck_booking_types_choose CHECK (((choose)::text = ANY ((ARRAY['round_robin'::character varying, 'least_busy'::character varying])::text[]))),
    CONSTRAINT ck_booking_types_daily_limit CHECK ((daily_limit >= 1)),
    CONSTRAINT ck_booking_types_minutes CHECK (((minutes >= 1) AND (minutes <= 1440))),
    CONSTRAINT ck_booking_types_notice_minutes CHECK ((notice_minutes >= 0)),
    CONSTRAINT ck_booking_types_offset_minutes CHECK (((offset_minutes >= 0) AND (offset_minutes <= 1439))),
    CONSTRAINT ck_booking_types_price_cents CHECK ((price_cents >= 0)),
    CONSTRAINT ck_booking_types_step_minutes CHECK (((step_minutes >= 1) AND (step_minutes <= 1440))),
    CONSTRAINT ck_booking_types_weekly_limit CHECK ((weekly_limit >= 1)),
    CONSTRAINT ck_booking_types_window_days CHECK ((window_days >= 0))
);
CREATE SEQUENCE public.booking_types_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.booking_types_id_seq OWNED BY public.booking_types.id;
CREATE TABLE public.bookings (
    id integer NOT NULL,
    booking_type_id integer NOT NULL,
    resource_id integer NOT NULL,
    customer_id integer NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    blocked_from timestamp with time zone NOT NULL,
    blocked_until timestamp with time zone NOT NULL,
    zone character varying NOT NULL,
    status character varying NOT NULL,
    code character varying NOT NULL,
    uid character varying NOT NULL,
    sequence integer DEFAULT 0 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    run_key character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_bookings_blocked CHECK (((blocked_until > blocked_from) AND ((blocked_until - blocked_from) <= '72:00:00'::interval))),
    CONSTRAINT ck_bookings_blocked_around CHECK (((blocked_from <= starts_at) AND (blocked_until >= ends_at))),
    CONSTRAINT ck_bookings_span CHECK (((ends_at > starts_at) AND ((ends_at - starts_at) <= '24:00:00'::interval))),
    CONSTRAINT ck_bookings_status CHECK (((status)::text = ANY ((ARRAY['confirmed'::character varying, 'cancelled'::character varying, 'no_show'::character varying])::text[])))
);
CREATE SEQUENCE public.bookings_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.bookings_id_seq OWNED BY public.bookings.id;
CREATE TABLE public.business (
    id integer NOT NULL,
    name character varying NOT NULL,
    address character varying NOT NULL,
    zone character varying NOT NULL,
    region character varying NOT NULL,
    CONSTRAINT ck_business_only_one CHECK ((id = 1))
);
CREATE TABLE public.business_facts (
    id integer NOT NULL,
    topic character varying NOT NULL,
    words json DEFAULT '[]'::json NOT NULL,
    answer character varying NOT NULL
);
CREATE SEQUENCE public.business_facts_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.business_facts_id_seq OWNED BY public.business_facts.id;
CREATE TABLE public.busy_blocks (
    id integer NOT NULL,
    resource_id integer,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    reason character varying DEFAULT ''::character varying NOT NULL,
    CONSTRAINT ck_busy_blocks_span CHECK (((ends_at > starts_at) AND ((ends_at - starts_at) <= '87840:00:00'::interval)))
);
CREATE SEQUENCE public.busy_blocks_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.busy_blocks_id_seq OWNED BY public.busy_blocks.id;
CREATE TABLE public.calendar_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.callbacks (
    id integer NOT NULL,
    phone character varying NOT NULL,
    run_key character varying NOT NULL,
    asked_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.callbacks_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.callbacks_id_seq OWNED BY public.callbacks.id;
CREATE TABLE public.customers (
    id integer NOT NULL,
    phone character varying,
    name character varying,
    email character varying,
    email_key character varying,
    created_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.customers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.customers_id_seq OWNED BY public.customers.id;
CREATE TABLE public.date_overrides (
    id integer NOT NULL,
    resource_id integer,
    day date NOT NULL,
    openings json DEFAULT '[]'::json NOT NULL
);
CREATE SEQUENCE public.date_overrides_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.date_overrides_id_seq OWNED BY public.date_overrides.id;
CREATE TABLE public.holds (
    run_key character varying NOT NULL,
    booking_type_id integer NOT NULL,
    resource_id integer NOT NULL,
    booking_id integer,
    starts_at timestamp with time zone NOT NULL,
    blocked_from timestamp with time zone NOT NULL,
    blocked_until timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_holds_blocked CHECK (((blocked_until > blocked_from) AND ((blocked_until - blocked_from) <= '72:00:00'::interval))),
    CONSTRAINT ck_holds_blocked_around CHECK (((blocked_from <= starts_at) AND (blocked_until > starts_at)))
);
CREATE TABLE public.reschedules (
    id integer NOT NULL,
    booking_id integer NOT NULL,
    sequence integer NOT NULL,
    old_resource_id integer NOT NULL,
    old_starts_at timestamp with time zone NOT NULL,
    new_resource_id integer NOT NULL,
    new_starts_at timestamp with time zone NOT NULL,
    run_key character varying NOT NULL,
    moved_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.reschedules_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.reschedules_id_seq OWNED BY public.reschedules.id;
CREATE TABLE public.resources (
    id integer NOT NULL,
    name character varying NOT NULL,
    zone character varying,
    active boolean NOT NULL,
    "position" integer DEFAULT 0 NOT NULL
);
CREATE SEQUENCE public.resources_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.resources_id_seq OWNED BY public.resources.id;
CREATE TABLE public.weekly_hours (
    id integer NOT NULL,
    resource_id integer,
    weekday integer NOT NULL,
    opens_minute integer NOT NULL,
    closes_minute integer NOT NULL,
    CONSTRAINT ck_weekly_hours_span CHECK ((((opens_minute >= 0) AND (opens_minute <= 1439)) AND ((closes_minute >= (opens_minute + 1)) AND (closes_minute <= (opens_minute + 1440))))),
    CONSTRAINT ck_weekly_hours_weekday CHECK (((weekday >= 0) AND (weekday <= 6)))
);
CREATE SEQUENCE public.weekly_hours_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.weekly_hours_id_seq OWNED BY public.weekly_hours.id;
ALTER TABLE ONLY public.audit ALTER COLUMN id SET DEFAULT nextval('public.audit_id_seq'::regclass);
ALTER TABLE ONLY public.booking_types ALTER COLUMN id SET DEFAULT nextval('public.booking_types_id_seq'::regclass);
ALTER TABLE ONLY public.bookings ALTER COLUMN id SET DEFAULT nextval('public.bookings_id_seq'::regclass);
ALTER TABLE ONLY public.business_facts ALTER COLUMN id SET DEFAULT nextval('public.business_facts_id_seq'::regclass);
ALTER TABLE ONLY public.busy_blocks ALTER COLUMN id SET DEFAULT nextval('public.busy_blocks_id_seq'::regclass);
ALTER TABLE ONLY public.callbacks ALTER COLUMN id SET DEFAULT nextval('public.callbacks_id_seq'::regclass);
ALTER TABLE ONLY public.customers ALTER COLUMN id SET DEFAULT nextval('public.customers_id_seq'::regclass);
ALTER TABLE ONLY public.date_overrides ALTER COLUMN id SET DEFAULT nextval('public.date_overrides_id_seq'::regclass);
ALTER TABLE ONLY public.reschedules ALTER COLUMN id SET DEFAULT nextval('public.reschedules_id_seq'::regclass);
ALTER TABLE ONLY public.resources ALTER COLUMN id SET DEFAULT nextval('public.resources_id_seq'::regclass);
ALTER TABLE ONLY public.weekly_hours ALTER COLUMN id SET DEFAULT nextval('public.weekly_hours_id_seq'::regclass);
INSERT INTO public.audit VALUES (1, '2026-06-12 13:00:00+00', 'booked', 'bookings', 1, 'run-1', '{"resource": 1}');
INSERT INTO public.audit VALUES (2, '2026-06-12 13:00:00+00', 'rescheduled', 'bookings', 1, 'run-2', '{"resource": 1}');
INSERT INTO public.audit VALUES (3, '2026-06-12 13:00:00+00', 'booked', 'bookings', 2, 'run-3', '{"resource": 1}');
INSERT INTO public.audit VALUES (4, '2026-06-12 13:00:00+00', 'cancelled', 'bookings', 2, NULL, '{}');
INSERT INTO public.booking_types VALUES (1, 'Haircut', '[]', '', 30, 0, 0, 15, 0, 0, NULL, NULL, NULL, NULL, 4500, 'round_robin', true, 1);
INSERT INTO public.booking_types VALUES (2, 'Colour', '["color", "dye"]', '', 90, 0, 0, 15, 0, 0, NULL, NULL, NULL, NULL, 12000, 'round_robin', true, 2);
INSERT INTO public.booking_types VALUES (3, 'Consultation', '[]', '', 15, 0, 0, 15, 0, 0, NULL, NULL, NULL, NULL, NULL, 'round_robin', true, 3);
INSERT INTO public.bookings VALUES (1, 1, 1, 1, '2026-06-16 20:00:00+00', '2026-06-16 20:30:00+00', '2026-06-16 20:00:00+00', '2026-06-16 20:30:00+00', 'America/New_York', 'confirmed', 'L6K4', '02d2690c-93c3-4a71-9266-ea3dee7ab198', 1, 2, 'run-1', '2026-06-12 13:00:00+00');
INSERT INTO public.bookings VALUES (2, 2, 1, 2, '2026-06-17 19:00:00+00', '2026-06-17 20:30:00+00', '2026-06-17 19:00:00+00', '2026-06-17 20:30:00+00', 'America/New_York', 'cancelled', 'H2K4', 'c095394e-a06e-48f0-8c91-ea8812290065', 1, 2, 'run-3', '2026-06-12 13:00:00+00');
INSERT INTO public.business VALUES (1, 'Northside Studio', '12 Mill Lane', 'America/New_York', 'US');
INSERT INTO public.calendar_version VALUES ('0002');
INSERT INTO public.callbacks VALUES (1, '+12125550150', 'run-4', '2026-06-12 13:00:00+00');
INSERT INTO public.customers VALUES (1, '+12125550142', 'Maria Lopez', 'Maria@Example.com', 'maria@example.com', '2026-06-12 13:00:00+00');
INSERT INTO public.customers VALUES (2, '+12125550199', 'John Smith', NULL, NULL, '2026-06-12 13:00:00+00');
INSERT INTO public.reschedules VALUES (1, 1, 1, 1, '2026-06-16 19:00:00+00', 1, '2026-06-16 20:00:00+00', 'run-2', '2026-06-12 13:00:00+00');
INSERT INTO public.resources VALUES (1, 'Chair', NULL, true, 0);
INSERT INTO public.weekly_hours VALUES (1, NULL, 0, 540, 1080);
INSERT INTO public.weekly_hours VALUES (2, NULL, 1, 540, 1080);
INSERT INTO public.weekly_hours VALUES (3, NULL, 2, 540, 1080);
INSERT INTO public.weekly_hours VALUES (4, NULL, 3, 540, 1080);
INSERT INTO public.weekly_hours VALUES (5, NULL, 4, 540, 1080);
INSERT INTO public.weekly_hours VALUES (6, NULL, 5, 600, 840);
SELECT pg_catalog.setval('public.audit_id_seq', 4, true);
SELECT pg_catalog.setval('public.booking_types_id_seq', 3, true);
SELECT pg_catalog.setval('public.bookings_id_seq', 2, true);
SELECT pg_catalog.setval('public.callbacks_id_seq', 1, true);
SELECT pg_catalog.setval('public.customers_id_seq', 2, true);
SELECT pg_catalog.setval('public.reschedules_id_seq', 1, true);
SELECT pg_catalog.setval('public.resources_id_seq', 1, true);
SELECT pg_catalog.setval('public.weekly_hours_id_seq', 6, true);
ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT bookings_overlap EXCLUDE USING gist (resource_id WITH =, tstzrange(blocked_from, blocked_until) WITH &&) WHERE (((status)::text = 'confirmed'::text));
ALTER TABLE ONLY public.calendar_version
    ADD CONSTRAINT calendar_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.holds
    ADD CONSTRAINT holds_overlap EXCLUDE USING gist (resource_id WITH =, tstzrange(blocked_from, blocked_until) WITH &&);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT pk_audit PRIMARY KEY (id);
ALTER TABLE ONLY public.booking_type_resources
    ADD CONSTRAINT pk_booking_type_resources PRIMARY KEY (booking_type_id, resource_id);
ALTER TABLE ONLY public.booking_types
    ADD CONSTRAINT pk_booking_types PRIMARY KEY (id);
ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT pk_bookings PRIMARY KEY (id);
ALTER TABLE ONLY public.business
    ADD CONSTRAINT pk_business PRIMARY KEY (id);
ALTER TABLE ONLY public.business_facts
    ADD CONSTRAINT pk_business_facts PRIMARY KEY (id);
ALTER TABLE ONLY public.busy_blocks
    ADD CONSTRAINT pk_busy_blocks PRIMARY KEY (id);
ALTER TABLE ONLY public.callbacks
    ADD CONSTRAINT pk_callbacks PRIMARY KEY (id);
ALTER TABLE ONLY public.customers
    ADD CONSTRAINT pk_customers PRIMARY KEY (id);
ALTER TABLE ONLY public.date_overrides
    ADD CONSTRAINT pk_date_overrides PRIMARY KEY (id);
ALTER TABLE ONLY public.holds
    ADD CONSTRAINT pk_holds PRIMARY KEY (run_key);
ALTER TABLE ONLY public.reschedules
    ADD CONSTRAINT pk_reschedules PRIMARY KEY (id);
ALTER TABLE ONLY public.resources
    ADD CONSTRAINT pk_resources PRIMARY KEY (id);
ALTER TABLE ONLY public.weekly_hours
    ADD CONSTRAINT pk_weekly_hours PRIMARY KEY (id);
ALTER TABLE ONLY public.booking_types
    ADD CONSTRAINT uq_booking_types_name UNIQUE (name);
ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT uq_bookings_run_key UNIQUE (run_key);
ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT uq_bookings_uid UNIQUE (uid);
ALTER TABLE ONLY public.business_facts
    ADD CONSTRAINT uq_business_facts_topic UNIQUE (topic);
ALTER TABLE ONLY public.callbacks
    ADD CONSTRAINT uq_callbacks_run_key UNIQUE (run_key);
ALTER TABLE ONLY public.date_overrides
    ADD CONSTRAINT uq_date_overrides_resource_id_day UNIQUE (resource_id, day);
ALTER TABLE ONLY public.reschedules
    ADD CONSTRAINT uq_reschedules_booking_id_sequence UNIQUE (booking_id, sequence);
ALTER TABLE ONLY public.reschedules
    ADD CONSTRAINT uq_reschedules_run_key UNIQUE (run_key);
ALTER TABLE ONLY public.resources
    ADD CONSTRAINT uq_resources_name UNIQUE (name);
CREATE INDEX ix_audit_run_key ON public.audit USING btree (run_key);
CREATE INDEX ix_audit_subject ON public.audit USING btree (subject, subject_id);
CREATE INDEX ix_bookings_code ON public.bookings USING btree (code, ends_at);
CREATE INDEX ix_bookings_customer_id ON public.bookings USING btree (customer_id, starts_at);
CREATE INDEX ix_bookings_occupied ON public.bookings USING btree (resource_id, blocked_from, blocked_until) WHERE ((status)::text = 'confirmed'::text);
CREATE INDEX ix_bookings_of_type ON public.bookings USING btree (booking_type_id, starts_at) WHERE ((status)::text = 'confirmed'::text);
CREATE INDEX ix_bookings_starts_at ON public.bookings USING btree (starts_at);
CREATE INDEX ix_bookings_turns ON public.bookings USING btree (booking_type_id, resource_id, id);
CREATE INDEX ix_busy_blocks_ends_at ON public.busy_blocks USING btree (ends_at);
CREATE INDEX ix_customers_email_key ON public.customers USING btree (email_key);
CREATE INDEX ix_holds_occupied ON public.holds USING btree (resource_id, blocked_from, blocked_until);
CREATE UNIQUE INDEX uq_customers_details ON public.customers USING btree (phone, name, COALESCE(email_key, ''::character varying));
CREATE UNIQUE INDEX uq_date_overrides_of_business ON public.date_overrides USING btree (day) WHERE (resource_id IS NULL);
CREATE TRIGGER bookings_overlap_holds BEFORE INSERT OR UPDATE ON public.bookings FOR EACH ROW WHEN (((new.status)::text = 'confirmed'::text)) EXECUTE FUNCTION public.bookings_refuse_overlap();
CREATE TRIGGER holds_overlap_bookings BEFORE INSERT OR UPDATE ON public.holds FOR EACH ROW EXECUTE FUNCTION public.holds_refuse_overlap();
ALTER TABLE ONLY public.booking_type_resources
    ADD CONSTRAINT fk_booking_type_resources_booking_type_id FOREIGN KEY (booking_type_id) REFERENCES public.booking_types(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.booking_type_resources
    ADD CONSTRAINT fk_booking_type_resources_resource_id FOREIGN KEY (resource_id) REFERENCES public.resources(id);
ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT fk_bookings_booking_type_id FOREIGN KEY (booking_type_id) REFERENCES public.booking_types(id);
ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT fk_bookings_customer_id FOREIGN KEY (customer_id) REFERENCES public.customers(id);
ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT fk_bookings_resource_id FOREIGN KEY (resource_id) REFERENCES public.resources(id);
ALTER TABLE ONLY public.busy_blocks
    ADD CONSTRAINT fk_busy_blocks_resource_id FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.date_overrides
    ADD CONSTRAINT fk_date_overrides_resource_id FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.holds
    ADD CONSTRAINT fk_holds_booking_id FOREIGN KEY (booking_id) REFERENCES public.bookings(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.holds
    ADD CONSTRAINT fk_holds_booking_type_id FOREIGN KEY (booking_type_id) REFERENCES public.booking_types(id);
ALTER TABLE ONLY public.holds
    ADD CONSTRAINT fk_holds_resource_id FOREIGN KEY (resource_id) REFERENCES public.resources(id);
ALTER TABLE ONLY public.reschedules
    ADD CONSTRAINT fk_reschedules_booking_id FOREIGN KEY (booking_id) REFERENCES public.bookings(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.reschedules
    ADD CONSTRAINT fk_reschedules_new_resource_id FOREIGN KEY (new_resource_id) REFERENCES public.resources(id);
ALTER TABLE ONLY public.reschedules
    ADD CONSTRAINT fk_reschedules_old_resource_id FOREIGN KEY (old_resource_id) REFERENCES public.resources(id);
ALTER TABLE ONLY public.weekly_hours
    ADD CONSTRAINT fk_weekly_hours_resource_id FOREIGN KEY (resource_id) REFERENCES public.resources(id) ON DELETE CASCADE;
