SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA interchange;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE interchange.api_key (
    name text NOT NULL,
    hash text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE interchange.aside (
    id bigint NOT NULL,
    partner text NOT NULL,
    module text NOT NULL,
    country_code text,
    party_id text,
    object_id text,
    path text NOT NULL,
    why text NOT NULL,
    part text,
    at timestamp with time zone NOT NULL
);

ALTER TABLE interchange.aside ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME interchange.aside_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE interchange.delivery (
    partner text NOT NULL,
    owner uuid,
    leased_until timestamp with time zone,
    offline_since timestamp with time zone,
    heard_at timestamp with time zone
);

CREATE TABLE interchange.feed (
    one boolean DEFAULT true NOT NULL,
    epoch uuid DEFAULT gen_random_uuid() NOT NULL,
    "position" bigint DEFAULT 0 NOT NULL,
    purged_position bigint DEFAULT 0 NOT NULL,
    CONSTRAINT feed_one_check CHECK (one)
);

CREATE TABLE interchange.lane (
    partner text NOT NULL,
    module text NOT NULL,
    cursor bigint NOT NULL,
    known bigint NOT NULL,
    born bigint NOT NULL,
    in_order_until bigint DEFAULT 0 NOT NULL,
    rewind_to bigint,
    rewind_at timestamp with time zone,
    crawled_to bigint,
    scope text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

CREATE TABLE interchange.message (
    id uuid NOT NULL,
    partner text NOT NULL,
    kind text NOT NULL,
    country_code text COLLATE pg_catalog."C",
    party_id text COLLATE pg_catalog."C",
    object_id text COLLATE pg_catalog."C",
    state text NOT NULL,
    url text,
    body text,
    from_party text,
    to_party text,
    correlation_id text,
    created_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    next_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    http integer,
    status_code integer,
    why text,
    message text,
    location text,
    settled_at timestamp with time zone,
    CONSTRAINT message_state_check CHECK ((state = ANY (ARRAY['open'::text, 'parked'::text, 'settled'::text, 'expired'::text])))
);

CREATE TABLE interchange.migration (
    id integer NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE interchange.object (
    module text NOT NULL COLLATE pg_catalog."C",
    country_code text NOT NULL COLLATE pg_catalog."C",
    party_id text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    sub text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    seq bigint NOT NULL,
    "position" bigint NOT NULL,
    full_position bigint NOT NULL,
    last_updated_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    deleted boolean DEFAULT false NOT NULL,
    version text NOT NULL,
    last_updated text NOT NULL,
    partner text,
    state text,
    correlation_id text,
    audience text[],
    derived jsonb,
    body jsonb NOT NULL,
    CONSTRAINT object_body_check CHECK ((jsonb_typeof(body) = 'object'::text))
)
WITH (autovacuum_vacuum_scale_factor='0.05', autovacuum_analyze_scale_factor='0.05');

CREATE TABLE interchange.own_party (
    key text NOT NULL COLLATE pg_catalog."C",
    country_code text NOT NULL,
    party_id text NOT NULL,
    roles jsonb NOT NULL,
    business_details jsonb NOT NULL
);

CREATE TABLE interchange.parked (
    id bigint NOT NULL,
    partner text NOT NULL,
    module text NOT NULL COLLATE pg_catalog."C",
    country_code text NOT NULL COLLATE pg_catalog."C",
    party_id text NOT NULL COLLATE pg_catalog."C",
    object_id text NOT NULL COLLATE pg_catalog."C",
    sub text NOT NULL COLLATE pg_catalog."C",
    "position" bigint NOT NULL,
    state text NOT NULL,
    party text,
    names text[] DEFAULT '{}'::text[] NOT NULL,
    refusals integer NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    next_at timestamp with time zone,
    http integer,
    status_code integer,
    why text,
    message text,
    CONSTRAINT parked_state_check CHECK ((state = ANY (ARRAY['parked'::text, 'waiting'::text])))
);

ALTER TABLE interchange.parked ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME interchange.parked_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE interchange.partner (
    id text NOT NULL,
    name text NOT NULL,
    status text NOT NULL,
    version text,
    versions_url text,
    roles jsonb DEFAULT '[]'::jsonb NOT NULL,
    hub_party text,
    endpoints jsonb DEFAULT '[]'::jsonb NOT NULL,
    parties jsonb,
    settings jsonb DEFAULT '{}'::jsonb NOT NULL,
    outbound_token text,
    last_seen timestamp with time zone,
    created_at timestamp with time zone NOT NULL
);

CREATE TABLE interchange.partner_token (
    hash text NOT NULL,
    partner text NOT NULL,
    kind text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    dies_at timestamp with time zone,
    CONSTRAINT partner_token_kind_check CHECK ((kind = ANY (ARRAY['A'::text, 'P'::text, 'C'::text])))
);

CREATE TABLE interchange.process (
    id uuid NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

CREATE TABLE interchange.pull (
    partner text NOT NULL,
    module text NOT NULL,
    due_at timestamp with time zone,
    changed_from timestamp with time zone,
    full_at timestamp with time zone,
    full_wanted boolean DEFAULT true NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    running_until timestamp with time zone,
    running_by uuid,
    report jsonb
);

CREATE TABLE interchange.webhook (
    id text NOT NULL,
    url text NOT NULL,
    events jsonb,
    parties jsonb,
    secret text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    "position" bigint NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    last_error text,
    next_attempt_at timestamp with time zone,
    last_delivered_at timestamp with time zone,
    delivered bigint DEFAULT 0 NOT NULL,
    refused bigint DEFAULT 0 NOT NULL,
    leased_by text,
    leased_until timestamp with time zone
);

INSERT INTO interchange.delivery VALUES ('p-8687e1ce5e3e', NULL, NULL, NULL, NULL);
INSERT INTO interchange.delivery VALUES ('p-80c9d849f06f', NULL, NULL, NULL, NULL);

INSERT INTO interchange.feed VALUES (true, 'bf7ec390-f885-42fe-ae32-b9ff2512ae1c', 20, 0);

INSERT INTO interchange.lane VALUES ('p-80c9d849f06f', 'sessions', 20, 20, 10, 0, 0, '2026-11-23 13:25:04.046+00', NULL, 'NL-ABC:CPO+EMSP > BE-BEM:EMSP', '2026-11-23 13:15:04.046+00');
INSERT INTO interchange.lane VALUES ('p-80c9d849f06f', 'cdrs', 20, 20, 10, 0, 0, '2026-11-23 13:25:04.051+00', NULL, 'NL-ABC:CPO+EMSP > BE-BEM:EMSP', '2026-11-23 13:15:04.051+00');
INSERT INTO interchange.lane VALUES ('p-8687e1ce5e3e', 'tokens', 20, 20, 9, 0, NULL, NULL, NULL, 'NL-ABC:CPO+EMSP > BE-BEC:CPO', '2026-11-23 13:15:03.971+00');
INSERT INTO interchange.lane VALUES ('p-80c9d849f06f', 'locations', 20, 20, 10, 0, NULL, NULL, NULL, 'NL-ABC:CPO+EMSP > BE-BEM:EMSP', '2026-11-23 13:15:04.045+00');
INSERT INTO interchange.lane VALUES ('p-80c9d849f06f', 'tariffs', 20, 20, 10, 0, NULL, NULL, NULL, 'NL-ABC:CPO+EMSP > BE-BEM:EMSP', '2026-11-23 13:15:04.043+00');

INSERT INTO interchange.migration VALUES (1, 'objects', '2026-11-23 13:15:03.609222+00');
INSERT INTO interchange.migration VALUES (2, 'partners', '2026-11-23 13:15:03.609222+00');
INSERT INTO interchange.migration VALUES (3, 'delivery', '2026-11-23 13:15:03.609222+00');
INSERT INTO interchange.migration VALUES (4, 'webhooks', '2026-11-23 13:15:03.609222+00');
INSERT INTO interchange.migration VALUES (7, 'api-key', '2026-11-23 13:15:03.609222+00');
INSERT INTO interchange.migration VALUES (8, 'heard', '2026-11-23 13:15:03.609222+00');

INSERT INTO interchange.object VALUES ('tariffs', 'NL', 'ABC', 'T1', '', 1, 1, 1, '2026-01-31 12:00:00+00', '2026-11-23 13:15:03.72+00', false, '2.3.0', '2026-01-31T12:00:00Z', NULL, NULL, '7ec48cc2-bfa8-43f1-8619-4b4f2f6489c5', NULL, NULL, '{"id": "T1", "currency": "EUR", "elements": [{"price_components": [{"type": "ENERGY", "price": 0.25, "step_size": 1}]}], "party_id": "ABC", "country_code": "NL", "last_updated": "2026-01-31T12:00:00Z", "tax_included": "NO"}');
INSERT INTO interchange.object VALUES ('locations', 'NL', 'ABC', 'LOC1', '', 3, 3, 3, '2026-01-31 12:00:00+00', '2026-11-23 13:15:03.791+00', false, '2.3.0', '2026-01-31T12:00:00Z', NULL, NULL, '80c02b4c-c349-4770-a593-f5eadc20ad80', NULL, NULL, '{"id": "LOC1", "city": "Utrecht", "address": "Stationsplein 1", "country": "NLD", "publish": true, "party_id": "ABC", "time_zone": "Europe/Amsterdam", "coordinates": {"latitude": "52.090737", "longitude": "5.121420"}, "country_code": "NL", "last_updated": "2026-01-31T12:00:00Z"}');
INSERT INTO interchange.object VALUES ('locations', 'NL', 'ABC', 'LOC2', '', 4, 4, 4, '2026-01-31 12:00:00+00', '2026-11-23 13:15:03.804+00', false, '2.3.0', '2026-01-31T12:00:00Z', NULL, NULL, '416b1ffd-837b-4c52-bc35-327477563f17', NULL, NULL, '{"id": "LOC2", "city": "Utrecht", "address": "Stationsplein 1", "country": "NLD", "publish": true, "party_id": "ABC", "time_zone": "Europe/Amsterdam", "coordinates": {"latitude": "52.090737", "longitude": "5.121420"}, "country_code": "NL", "last_updated": "2026-01-31T12:00:00Z"}');
INSERT INTO interchange.object VALUES ('evses', 'NL', 'ABC', 'LOC1', '3256', 2, 5, 2, '2026-11-23 13:15:03.816+00', '2026-11-23 13:15:03.816+00', false, '2.3.0', '2026-11-23T13:15:03.816Z', NULL, 'CHARGING', 'a8b85cca-b714-4545-a0cd-74b8a29f0757', NULL, NULL, '{"uid": "3256", "status": "CHARGING", "connectors": [{"id": "1", "format": "SOCKET", "standard": "IEC_62196_T2", "power_type": "AC_3_PHASE", "max_voltage": 230, "last_updated": "2026-01-31T12:00:00Z", "max_amperage": 32}], "last_updated": "2026-11-23T13:15:03.816Z"}');
INSERT INTO interchange.object VALUES ('tokens', 'NL', 'ABC', '04AABBCC', 'RFID', 6, 6, 6, '2026-01-31 12:00:00+00', '2026-11-23 13:15:03.83+00', false, '2.3.0', '2026-01-31T12:00:00Z', NULL, 'VALID', 'd3de1776-cc7b-4049-b702-6b206c9002a4', NULL, NULL, '{"uid": "04AABBCC", "type": "RFID", "valid": true, "issuer": "XYZ", "party_id": "ABC", "whitelist": "ALLOWED", "contract_id": "NL-XYZ-C1", "country_code": "NL", "last_updated": "2026-01-31T12:00:00Z"}');
INSERT INTO interchange.object VALUES ('partners', '', '', 'P-8687E1CE5E3E', '', 7, 8, 8, '2026-11-23 13:15:03.916+00', '2026-11-23 13:15:03.916+00', false, '2.3.0', '2026-11-23T13:15:03.916Z', NULL, 'registered', NULL, NULL, NULL, '{"id": "p-8687e1ce5e3e", "name": "Stranger CPO", "roles": [{"role": "CPO", "party_id": "BEC", "country_code": "BE", "business_details": {"name": "Stranger CPO"}}], "status": "registered", "parties": "*", "version": "2.2.1", "settings": {"push": {}, "clock": "sender", "lenient": false, "catch_up": "push", "pull_interval": {}, "token_encoding": "base64", "initial_push_after": 600}, "endpoints": [{"url": "http://127.0.0.1:44649/creds", "role": "RECEIVER", "identifier": "credentials"}, {"url": "http://127.0.0.1:44649/out/locations", "role": "SENDER", "identifier": "locations"}, {"url": "http://127.0.0.1:44649/out/tariffs", "role": "SENDER", "identifier": "tariffs"}, {"url": "http://127.0.0.1:44649/out/sessions", "role": "SENDER", "identifier": "sessions"}, {"url": "http://127.0.0.1:44649/out/cdrs", "role": "SENDER", "identifier": "cdrs"}, {"url": "http://127.0.0.1:44649/in/tokens/", "role": "RECEIVER", "identifier": "tokens"}, {"url": "http://127.0.0.1:44649/in/commands/", "role": "RECEIVER", "identifier": "commands"}], "last_seen": null, "last_updated": "2026-11-23T13:15:03.916Z", "versions_url": "http://127.0.0.1:44649/hello"}');
INSERT INTO interchange.object VALUES ('notices', '', '', 'P-8687E1CE5E3E', 'STATUS', 9, 9, 9, '2026-11-23 13:15:03.916+00', '2026-11-23 13:15:03.916+00', false, '2.3.0', '2026-11-23T13:15:03.916Z', NULL, 'partner.registered', NULL, NULL, NULL, '{"at": "2026-11-23T13:15:03.916Z", "data": {"id": "p-8687e1ce5e3e", "name": "Stranger CPO", "roles": [{"role": "CPO", "party_id": "BEC", "country_code": "BE", "business_details": {"name": "Stranger CPO"}}], "status": "registered", "parties": "*", "version": "2.2.1", "settings": {"push": {}, "clock": "sender", "lenient": false, "catch_up": "push", "pull_interval": {}, "token_encoding": "base64", "initial_push_after": 600}, "endpoints": [{"url": "http://127.0.0.1:44649/creds", "role": "RECEIVER", "identifier": "credentials"}, {"url": "http://127.0.0.1:44649/out/locations", "role": "SENDER", "identifier": "locations"}, {"url": "http://127.0.0.1:44649/out/tariffs", "role": "SENDER", "identifier": "tariffs"}, {"url": "http://127.0.0.1:44649/out/sessions", "role": "SENDER", "identifier": "sessions"}, {"url": "http://127.0.0.1:44649/out/cdrs", "role": "SENDER", "identifier": "cdrs"}, {"url": "http://127.0.0.1:44649/in/tokens/", "role": "RECEIVER", "identifier": "tokens"}, {"url": "http://127.0.0.1:44649/in/commands/", "role": "RECEIVER", "identifier": "commands"}], "last_seen": null, "versions_url": "http://127.0.0.1:44649/hello"}, "type": "partner.registered", "parties": ["NL-ABC"]}');
INSERT INTO interchange.object VALUES ('partners', '', '', 'P-80C9D849F06F', '', 10, 11, 11, '2026-11-23 13:15:04.021+00', '2026-11-23 13:15:04.021+00', false, '2.3.0', '2026-11-23T13:15:04.021Z', NULL, 'registered', NULL, NULL, NULL, '{"id": "p-80c9d849f06f", "name": "Stranger EMSP", "roles": [{"role": "EMSP", "party_id": "BEM", "country_code": "BE", "business_details": {"name": "Stranger EMSP"}}], "status": "registered", "parties": "*", "version": "2.3.0", "settings": {"push": {}, "clock": "sender", "lenient": false, "catch_up": "push", "pull_interval": {}, "token_encoding": "base64", "initial_push_after": 600}, "endpoints": [{"url": "http://127.0.0.1:40219/creds", "role": "RECEIVER", "identifier": "credentials"}, {"url": "http://127.0.0.1:40219/in/locations/", "role": "RECEIVER", "identifier": "locations"}, {"url": "http://127.0.0.1:40219/in/tariffs/", "role": "RECEIVER", "identifier": "tariffs"}, {"url": "http://127.0.0.1:40219/in/sessions/", "role": "RECEIVER", "identifier": "sessions"}, {"url": "http://127.0.0.1:40219/in/cdrs/", "role": "RECEIVER", "identifier": "cdrs"}, {"url": "http://127.0.0.1:40219/out/tokens", "role": "SENDER", "identifier": "tokens"}, {"url": "http://127.0.0.1:40219/out/commands", "role": "SENDER", "identifier": "commands"}], "last_seen": null, "last_updated": "2026-11-23T13:15:04.021Z", "versions_url": "http://127.0.0.1:40219/hello"}');
INSERT INTO interchange.object VALUES ('notices', '', '', 'P-80C9D849F06F', 'STATUS', 12, 12, 12, '2026-11-23 13:15:04.021+00', '2026-11-23 13:15:04.021+00', false, '2.3.0', '2026-11-23T13:15:04.021Z', NULL, 'partner.registered', NULL, NULL, NULL, '{"at": "2026-11-23T13:15:04.021Z", "data": {"id": "p-80c9d849f06f", "name": "Stranger EMSP", "roles": [{"role": "EMSP", "party_id": "BEM", "country_code": "BE", "business_details": {"name": "Stranger EMSP"}}], "status": "registered", "parties": "*", "version": "2.3.0", "settings": {"push": {}, "clock": "sender", "lenient": false, "catch_up": "push", "pull_interval": {}, "token_encoding": "base64", "initial_push_after": 600}, "endpoints": [{"url": "http://127.0.0.1:40219/creds", "role": "RECEIVER", "identifier": "credentials"}, {"url": "http://127.0.0.1:40219/in/locations/", "role": "RECEIVER", "identifier": "locations"}, {"url": "http://127.0.0.1:40219/in/tariffs/", "role": "RECEIVER", "identifier": "tariffs"}, {"url": "http://127.0.0.1:40219/in/sessions/", "role": "RECEIVER", "identifier": "sessions"}, {"url": "http://127.0.0.1:40219/in/cdrs/", "role": "RECEIVER", "identifier": "cdrs"}, {"url": "http://127.0.0.1:40219/out/tokens", "role": "SENDER", "identifier": "tokens"}, {"url": "http://127.0.0.1:40219/out/commands", "role": "SENDER", "identifier": "commands"}], "last_seen": null, "versions_url": "http://127.0.0.1:40219/hello"}, "type": "partner.registered", "parties": ["NL-ABC"]}');
INSERT INTO interchange.object VALUES ('tariffs', 'BE', 'BEC', '11', '', 13, 13, 13, '2026-06-29 20:39:09+00', '2026-11-23 13:15:04.054+00', false, '2.2.1', '2026-06-29T20:39:09Z', 'p-8687e1ce5e3e', NULL, '30838ac2-b652-4b5c-8612-ef4561435acd', NULL, NULL, '{"id": "11", "currency": "EUR", "elements": [{"price_components": [{"vat": 10, "type": "TIME", "price": 2, "step_size": 300}]}], "party_id": "BEC", "country_code": "BE", "last_updated": "2026-06-29T20:39:09Z"}');
INSERT INTO interchange.object VALUES ('evses', 'BE', 'BEC', 'LOC1', '3256', 14, 14, 14, '2026-06-28 08:12:01+00', '2026-11-23 13:15:04.074+00', false, '2.2.1', '2026-06-28T08:12:01Z', 'p-8687e1ce5e3e', 'AVAILABLE', 'b7025bb2-4860-4ede-a43f-e3f7d572304d', NULL, NULL, '{"uid": "3256", "status": "AVAILABLE", "evse_id": "BE*BEC*E041503001", "connectors": [{"id": "1", "format": "CABLE", "standard": "IEC_62196_T2", "power_type": "AC_3_PHASE", "tariff_ids": ["11"], "max_voltage": 220, "last_updated": "2026-03-16T10:10:02Z", "max_amperage": 16}], "floor_level": "-1", "capabilities": ["RESERVABLE", "REMOTE_START_STOP_CAPABLE", "UNLOCK_CAPABLE"], "last_updated": "2026-06-28T08:12:01Z", "physical_reference": "1"}');
INSERT INTO interchange.object VALUES ('locations', 'BE', 'BEC', 'LOC1', '', 16, 16, 16, '2026-06-29 20:39:09+00', '2026-11-23 13:15:04.074+00', false, '2.2.1', '2026-06-29T20:39:09Z', 'p-8687e1ce5e3e', NULL, 'b7025bb2-4860-4ede-a43f-e3f7d572304d', NULL, NULL, '{"id": "LOC1", "city": "Gent", "name": "Gent Zuid", "address": "F.Rooseveltlaan 3A", "country": "BEL", "publish": true, "operator": {"name": "BeCharged"}, "party_id": "BEC", "time_zone": "Europe/Brussels", "coordinates": {"latitude": "51.047599", "longitude": "3.729944"}, "postal_code": "9000", "country_code": "BE", "last_updated": "2026-06-29T20:39:09Z", "parking_type": "ON_STREET"}');
INSERT INTO interchange.object VALUES ('evses', 'BE', 'BEC', 'LOC1', '3257', 15, 17, 15, '2026-07-01 08:00:00+00', '2026-11-23 13:15:04.086+00', false, '2.2.1', '2026-07-01T08:00:00Z', 'p-8687e1ce5e3e', 'AVAILABLE', '2ea9101b-0f3d-46b0-ac6e-784cd44badd1', NULL, NULL, '{"uid": "3257", "status": "AVAILABLE", "evse_id": "BE*BEC*E041503002", "connectors": [{"id": "1", "format": "SOCKET", "standard": "IEC_62196_T2", "power_type": "AC_3_PHASE", "tariff_ids": ["12"], "max_voltage": 220, "last_updated": "2026-06-29T20:39:09Z", "max_amperage": 16}], "floor_level": "-2", "capabilities": ["RESERVABLE"], "last_updated": "2026-07-01T08:00:00Z", "physical_reference": "2"}');
INSERT INTO interchange.object VALUES ('sessions', 'BE', 'BEC', '101', '', 18, 18, 18, '2026-06-29 22:39:09+00', '2026-11-23 13:15:04.094+00', false, '2.2.1', '2026-06-29T22:39:09Z', 'p-8687e1ce5e3e', 'PENDING', '80fe23e3-f6d7-4504-8c0f-8503b5254347', '{NL-ABC}', NULL, '{"id": "101", "kwh": 0, "status": "PENDING", "currency": "EUR", "evse_uid": "3256", "party_id": "BEC", "cdr_token": {"uid": "012345678", "type": "RFID", "party_id": "ABC", "contract_id": "DE8ACC12E46L89", "country_code": "NL"}, "total_cost": {"excl_vat": 2.5, "incl_vat": 2.75}, "auth_method": "WHITELIST", "location_id": "LOC1", "connector_id": "1", "country_code": "BE", "last_updated": "2026-06-29T22:39:09Z", "start_date_time": "2026-06-29T22:39:09Z"}');
INSERT INTO interchange.object VALUES ('cdrs', 'BE', 'BEC', 'C1', '', 19, 19, 19, '2026-06-29 22:01:13+00', '2026-11-23 13:15:04.105+00', false, '2.2.1', '2026-06-29T22:01:13Z', 'p-8687e1ce5e3e', NULL, '5194e490-9740-409d-bada-923e84a93a11', '{NL-ABC}', NULL, '{"id": "C1", "tariffs": [{"id": "12", "currency": "EUR", "elements": [{"price_components": [{"vat": 10, "type": "TIME", "price": 2, "step_size": 300}]}], "party_id": "BEC", "country_code": "BE", "last_updated": "2026-06-29T20:39:09Z"}], "currency": "EUR", "party_id": "BEC", "cdr_token": {"uid": "012345678", "type": "RFID", "party_id": "ABC", "contract_id": "DE8ACC12E46L89", "country_code": "NL"}, "session_id": "101", "total_cost": {"excl_vat": 4, "incl_vat": 4.4}, "total_time": 1.973, "auth_method": "WHITELIST", "cdr_location": {"id": "LOC1", "city": "Gent", "name": "Gent Zuid", "address": "F.Rooseveltlaan 3A", "country": "BEL", "evse_id": "BE*BEC*E041503003", "evse_uid": "3256", "coordinates": {"latitude": "51.047599", "longitude": "3.729944"}, "postal_code": "9000", "connector_id": "1", "connector_format": "SOCKET", "connector_standard": "IEC_62196_T2", "connector_power_type": "AC_1_PHASE"}, "country_code": "BE", "last_updated": "2026-06-29T22:01:13Z", "total_energy": 15.342, "end_date_time": "2026-06-29T23:37:32Z", "start_date_time": "2026-06-29T21:39:09Z", "total_time_cost": {"excl_vat": 4, "incl_vat": 4.4}, "charging_periods": [{"tariff_id": "12", "dimensions": [{"type": "TIME", "volume": 1.973}], "start_date_time": "2026-06-29T21:39:09Z"}]}');
INSERT INTO interchange.object VALUES ('tokens', 'BE', 'BEM', '012345678', 'RFID', 20, 20, 20, '2026-06-29 22:39:09+00', '2026-11-23 13:15:04.116+00', false, '2.3.0', '2026-06-29T22:39:09Z', 'p-80c9d849f06f', 'VALID', '9516f505-590c-4b31-9bde-0500165714ed', NULL, NULL, '{"uid": "012345678", "type": "RFID", "valid": true, "issuer": "TheNewMotion", "group_id": "DF000-2001-8999", "party_id": "BEM", "whitelist": "ALWAYS", "contract_id": "BE8ACC12E46L89", "country_code": "BE", "last_updated": "2026-06-29T22:39:09Z", "visual_number": "DF000-2001-8999-1"}');

INSERT INTO interchange.own_party VALUES ('NL-ABC', 'NL', 'ABC', '["CPO", "EMSP"]', '{"name": "NL-ABC"}');

INSERT INTO interchange.partner VALUES ('p-8687e1ce5e3e', 'Stranger CPO', 'registered', '2.2.1', 'http://127.0.0.1:44649/hello', '[{"role": "CPO", "partyId": "BEC", "countryCode": "BE", "businessDetails": {"name": "Stranger CPO"}}]', NULL, '[{"url": "http://127.0.0.1:44649/creds", "role": "RECEIVER", "identifier": "credentials"}, {"url": "http://127.0.0.1:44649/out/locations", "role": "SENDER", "identifier": "locations"}, {"url": "http://127.0.0.1:44649/out/tariffs", "role": "SENDER", "identifier": "tariffs"}, {"url": "http://127.0.0.1:44649/out/sessions", "role": "SENDER", "identifier": "sessions"}, {"url": "http://127.0.0.1:44649/out/cdrs", "role": "SENDER", "identifier": "cdrs"}, {"url": "http://127.0.0.1:44649/in/tokens/", "role": "RECEIVER", "identifier": "tokens"}, {"url": "http://127.0.0.1:44649/in/commands/", "role": "RECEIVER", "identifier": "commands"}]', NULL, '{"push": {}, "clock": "sender", "catchUp": "push", "lenient": false, "pullInterval": {}, "tokenEncoding": "base64", "initialPushAfter": 600}', 'apPuhc2BWySJVWw2qO_w-8BTMLY_H2QEz2EudRG_NXW1LdHVxvOWbOpT5uI0cVZ7fH32s8-Re4zSGgJSKsX-YqwGIA', '2026-11-23 13:15:04.163+00', '2026-11-23 13:15:03.842+00');
INSERT INTO interchange.partner VALUES ('p-80c9d849f06f', 'Stranger EMSP', 'registered', '2.3.0', 'http://127.0.0.1:40219/hello', '[{"role": "EMSP", "partyId": "BEM", "countryCode": "BE", "businessDetails": {"name": "Stranger EMSP"}}]', NULL, '[{"url": "http://127.0.0.1:40219/creds", "role": "RECEIVER", "identifier": "credentials"}, {"url": "http://127.0.0.1:40219/in/locations/", "role": "RECEIVER", "identifier": "locations"}, {"url": "http://127.0.0.1:40219/in/tariffs/", "role": "RECEIVER", "identifier": "tariffs"}, {"url": "http://127.0.0.1:40219/in/sessions/", "role": "RECEIVER", "identifier": "sessions"}, {"url": "http://127.0.0.1:40219/in/cdrs/", "role": "RECEIVER", "identifier": "cdrs"}, {"url": "http://127.0.0.1:40219/out/tokens", "role": "SENDER", "identifier": "tokens"}, {"url": "http://127.0.0.1:40219/out/commands", "role": "SENDER", "identifier": "commands"}]', NULL, '{"push": {}, "clock": "sender", "catchUp": "push", "lenient": false, "pullInterval": {}, "tokenEncoding": "base64", "initialPushAfter": 600}', 'o7jjvBeb6yXm0Xg_iFLj9-QStFFAUkL7LHguNOwDqDMTYp2r1lQLbw56Y73-9xCoQK-x1_t_5W6bwY39C5i8I34czw', '2026-11-23 13:15:04.187+00', '2026-11-23 13:15:03.95+00');

INSERT INTO interchange.partner_token VALUES ('9c31da7714e59679aaf93afb38a784a253965dd8b07f05311684cceed10b5c48', 'p-8687e1ce5e3e', 'C', '2026-11-23 13:15:03.911+00', NULL);
INSERT INTO interchange.partner_token VALUES ('84f47a85b77256e5124841b3cce20ba524c7af8d542f601e69f02db2a87089a2', 'p-80c9d849f06f', 'C', '2026-11-23 13:15:04.015+00', NULL);

INSERT INTO interchange.pull VALUES ('p-8687e1ce5e3e', 'tariffs', '2026-11-23 13:16:05.225+00', NULL, NULL, false, 1, NULL, NULL, '{"why": "Page 1 could not be read: HTTP 404, status 2000", "full": true, "held": 0, "pages": 0, "stale": 0, "module": "tariffs", "created": 0, "foreign": 0, "leftOut": 0, "refused": 0, "updated": 0, "complete": false, "received": 0, "vanished": 0, "unchanged": 0}');
INSERT INTO interchange.pull VALUES ('p-8687e1ce5e3e', 'locations', '2026-11-23 13:16:05.762+00', NULL, NULL, false, 1, NULL, NULL, '{"why": "Page 1 could not be read: HTTP 404, status 2000", "full": true, "held": 0, "pages": 0, "stale": 0, "module": "locations", "created": 0, "foreign": 0, "leftOut": 0, "refused": 0, "updated": 0, "complete": false, "received": 0, "vanished": 0, "unchanged": 0}');
INSERT INTO interchange.pull VALUES ('p-8687e1ce5e3e', 'sessions', '2026-11-23 13:16:04.924+00', NULL, NULL, false, 1, NULL, NULL, '{"why": "Page 1 could not be read: HTTP 404, status 2000", "full": true, "held": 0, "pages": 0, "stale": 0, "module": "sessions", "created": 0, "foreign": 0, "leftOut": 0, "refused": 0, "updated": 0, "complete": false, "received": 0, "vanished": 0, "unchanged": 0}');
INSERT INTO interchange.pull VALUES ('p-8687e1ce5e3e', 'cdrs', '2026-11-23 13:16:00.59+00', NULL, NULL, false, 1, NULL, NULL, '{"why": "Page 1 could not be read: HTTP 404, status 2000", "full": true, "held": 0, "pages": 0, "stale": 0, "module": "cdrs", "created": 0, "foreign": 0, "leftOut": 0, "refused": 0, "updated": 0, "complete": false, "received": 0, "vanished": 0, "unchanged": 0}');
INSERT INTO interchange.pull VALUES ('p-80c9d849f06f', 'tokens', '2026-11-23 13:15:58.673+00', NULL, NULL, false, 1, NULL, NULL, '{"why": "Page 1 could not be read: HTTP 404, status 2000", "full": true, "held": 0, "pages": 0, "stale": 0, "module": "tokens", "created": 0, "foreign": 0, "leftOut": 0, "refused": 0, "updated": 0, "complete": false, "received": 0, "vanished": 0, "unchanged": 0}');

SELECT pg_catalog.setval('interchange.aside_id_seq', 1, false);

SELECT pg_catalog.setval('interchange.parked_id_seq', 1, false);

ALTER TABLE ONLY interchange.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (name);

ALTER TABLE ONLY interchange.aside
    ADD CONSTRAINT aside_pkey PRIMARY KEY (id);

ALTER TABLE ONLY interchange.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (partner);

ALTER TABLE ONLY interchange.feed
    ADD CONSTRAINT feed_pkey PRIMARY KEY (one);

ALTER TABLE ONLY interchange.lane
    ADD CONSTRAINT lane_pkey PRIMARY KEY (partner, module);

ALTER TABLE ONLY interchange.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (id);

ALTER TABLE ONLY interchange.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (id);

ALTER TABLE ONLY interchange.object
    ADD CONSTRAINT object_pkey PRIMARY KEY (module, country_code, party_id, id, sub);

ALTER TABLE ONLY interchange.own_party
    ADD CONSTRAINT own_party_pkey PRIMARY KEY (key);

ALTER TABLE ONLY interchange.parked
    ADD CONSTRAINT parked_partner_module_country_code_party_id_object_id_sub_key UNIQUE (partner, module, country_code, party_id, object_id, sub);

ALTER TABLE ONLY interchange.parked
    ADD CONSTRAINT parked_pkey PRIMARY KEY (id);

ALTER TABLE ONLY interchange.partner
    ADD CONSTRAINT partner_pkey PRIMARY KEY (id);

ALTER TABLE ONLY interchange.partner_token
    ADD CONSTRAINT partner_token_pkey PRIMARY KEY (hash);

ALTER TABLE ONLY interchange.process
    ADD CONSTRAINT process_pkey PRIMARY KEY (id);

ALTER TABLE ONLY interchange.pull
    ADD CONSTRAINT pull_pkey PRIMARY KEY (partner, module);

ALTER TABLE ONLY interchange.webhook
    ADD CONSTRAINT webhook_pkey PRIMARY KEY (id);

CREATE INDEX aside_at ON interchange.aside USING btree (partner, module, at);

CREATE INDEX message_due ON interchange.message USING btree (partner, next_at) WHERE (next_at IS NOT NULL);

CREATE UNIQUE INDEX message_object ON interchange.message USING btree (partner, kind, country_code, party_id, object_id) WHERE (object_id IS NOT NULL);

CREATE INDEX object_deleted ON interchange.object USING btree (received_at) WHERE deleted;

CREATE INDEX object_last_updated ON interchange.object USING btree (module, last_updated_at);

CREATE INDEX object_owner_seq ON interchange.object USING btree (module, country_code, party_id, seq) WHERE (module <> 'evses'::text);

CREATE INDEX object_partner_seq ON interchange.object USING btree (partner, module, seq) WHERE (partner IS NOT NULL);

CREATE UNIQUE INDEX object_position ON interchange.object USING btree ("position");

CREATE UNIQUE INDEX object_seq ON interchange.object USING btree (module, seq);

CREATE INDEX parked_due ON interchange.parked USING btree (partner, next_at) WHERE (next_at IS NOT NULL);

CREATE INDEX parked_names ON interchange.parked USING gin (names);

CREATE INDEX partner_token_partner ON interchange.partner_token USING btree (partner);

ALTER TABLE ONLY interchange.partner_token
    ADD CONSTRAINT partner_token_partner_fkey FOREIGN KEY (partner) REFERENCES interchange.partner(id) ON DELETE CASCADE;
