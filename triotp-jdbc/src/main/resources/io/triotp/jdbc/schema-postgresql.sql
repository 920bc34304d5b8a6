-- One row for each server that has a state. See docs/durable.md
CREATE TABLE IF NOT EXISTS triotp_server (
	server_type VARCHAR(100) NOT NULL,
	server_key VARCHAR(255) NOT NULL,
	version BIGINT NOT NULL,
	epoch BIGINT NOT NULL,
	state_schema INTEGER NOT NULL,
	state BYTEA NOT NULL,
	due_at TIMESTAMP WITH TIME ZONE,
	reminders TEXT,
	changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (server_type, server_key)
);
-- Finds who is to be reminded.
CREATE INDEX IF NOT EXISTS triotp_server_due ON triotp_server (due_at, server_type, server_key) WHERE due_at IS NOT NULL;
-- One row for each request with an id that a server has answered, for as long as it is remembered.
CREATE TABLE IF NOT EXISTS triotp_server_request (
	server_type VARCHAR(100) NOT NULL,
	server_key VARCHAR(255) NOT NULL,
	request_id VARCHAR(200) NOT NULL,
	reply BYTEA,
	answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
	version BIGINT NOT NULL,
	epoch BIGINT NOT NULL,
	PRIMARY KEY (server_type, server_key, request_id)
);
-- Finds what is to be forgotten.
CREATE INDEX IF NOT EXISTS triotp_server_request_answered ON triotp_server_request (answered_at);
