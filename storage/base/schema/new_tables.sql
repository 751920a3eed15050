CREATE TABLE accuracy_reports (
	year INTEGER NOT NULL,
	figures JSON NOT NULL,
	published_by VARCHAR(100) NOT NULL,
	published_at DATETIME NOT NULL,
	CONSTRAINT pk_accuracy_reports PRIMARY KEY (year)
);
CREATE TABLE act_repeats (
	day DATE NOT NULL,
	audit_id INTEGER NOT NULL,
	CONSTRAINT pk_act_repeats PRIMARY KEY (day, audit_id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0063');
CREATE TABLE "answers" (
	id INTEGER NOT NULL,
	link_id INTEGER,
	lead_id INTEGER NOT NULL,
	holder_id VARCHAR(100) NOT NULL,
	choice VARCHAR(20) NOT NULL,
	remark VARCHAR NOT NULL,
	attachments JSON NOT NULL,
	answered_at DATETIME NOT NULL,
	accepted_by VARCHAR(100),
	accepted_at DATETIME,
	name VARCHAR(100),
	function VARCHAR(100),
	holder_link_id INTEGER,
	CONSTRAINT pk_answers PRIMARY KEY (id),
	CONSTRAINT fk_answers_link_id FOREIGN KEY(link_id) REFERENCES links (id),
	CONSTRAINT fk_answers_holder_id FOREIGN KEY(holder_id) REFERENCES holders (id),
	CONSTRAINT fk_answers_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT uq_answers_link_id UNIQUE (link_id),
	CONSTRAINT fk_answers_holder_link_id FOREIGN KEY(holder_link_id) REFERENCES holder_links (id),
	CONSTRAINT ck_answers_choice CHECK (choice IN ('authorised', 'unauthorised', 'supplied'))
);
CREATE TABLE api_access (
	name VARCHAR(60) NOT NULL,
	sealed VARCHAR,
	keys_at DATETIME,
	terms VARCHAR(64),
	terms_by VARCHAR(100),
	terms_at DATETIME,
	budget INTEGER,
	tried_at DATETIME,
	answer VARCHAR,
	CONSTRAINT pk_api_access PRIMARY KEY (name)
);
CREATE TABLE api_usage (
	name VARCHAR(60) NOT NULL,
	day DATE NOT NULL,
	calls INTEGER NOT NULL,
	CONSTRAINT pk_api_usage PRIMARY KEY (name, day)
);
CREATE TABLE "appeal_leads" (
	appeal_id INTEGER NOT NULL,
	lead_id INTEGER NOT NULL,
	from_state VARCHAR(20),
	CONSTRAINT pk_appeal_leads PRIMARY KEY (appeal_id, lead_id),
	CONSTRAINT fk_appeal_leads_appeal_id FOREIGN KEY(appeal_id) REFERENCES appeals (id),
	CONSTRAINT fk_appeal_leads_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT ck_appeal_leads_from_state CHECK (from_state IN ('pending', 'claimed', 'confirmed', 'dismissed', 'needs_evidence', 'noticed', 'removed', 'refused', 'contested', 'closed', 'snoozed', 'merged'))
);
CREATE TABLE "appeals" (
	id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	notice_id INTEGER,
	shop VARCHAR(300) NOT NULL,
	reason VARCHAR(30) NOT NULL,
	statement VARCHAR NOT NULL,
	name VARCHAR(100) NOT NULL,
	contact VARCHAR(200) NOT NULL,
	mail VARCHAR(254),
	papers JSON NOT NULL,
	source VARCHAR(64) NOT NULL,
	state VARCHAR(20) NOT NULL,
	due_at DATETIME NOT NULL,
	deadline_id INTEGER,
	admitted_by VARCHAR(100),
	admitted_at DATETIME,
	proposal VARCHAR(20),
	proposed_by VARCHAR(100),
	proposed_at DATETIME,
	ground VARCHAR(30),
	answer VARCHAR,
	returned_because VARCHAR,
	decided_by VARCHAR(100),
	decided_at DATETIME,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_appeals PRIMARY KEY (id),
	CONSTRAINT ck_appeals_state CHECK (state IN ('received', 'admitted', 'proposed', 'upheld', 'rejected', 'declined', 'withdrawn')),
	CONSTRAINT uq_appeals_number UNIQUE (number),
	CONSTRAINT fk_appeals_notice_id FOREIGN KEY(notice_id) REFERENCES notices (id),
	CONSTRAINT ck_appeals_proposal CHECK (proposal IN ('received', 'admitted', 'proposed', 'upheld', 'rejected', 'declined', 'withdrawn'))
);
CREATE TABLE "assessments" (
	id INTEGER NOT NULL,
	version_id INTEGER NOT NULL,
	right_id VARCHAR(100) NOT NULL,
	basis VARCHAR(80) NOT NULL,
	model VARCHAR(80) NOT NULL,
	score FLOAT NOT NULL,
	level VARCHAR(10) NOT NULL,
	lead BOOLEAN NOT NULL,
	signals JSON NOT NULL,
	fair_use JSON,
	created_at DATETIME NOT NULL,
	elements JSON DEFAULT '[]' NOT NULL,
	next_step VARCHAR(20) DEFAULT 'none' NOT NULL,
	CONSTRAINT pk_assessments PRIMARY KEY (id),
	CONSTRAINT uq_assessments_version_id_right_id_basis UNIQUE (version_id, right_id, basis),
	CONSTRAINT fk_assessments_right_id FOREIGN KEY(right_id) REFERENCES rights (id),
	CONSTRAINT fk_assessments_version_id FOREIGN KEY(version_id) REFERENCES listing_versions (id) ON DELETE CASCADE,
	CONSTRAINT ck_assessments_level CHECK (level IN ('red', 'orange', 'yellow', 'blue', 'none')),
	CONSTRAINT ck_assessments_next_step CHECK (next_step IN ('letter', 'ask_holder', 'test_purchase', 'refer', 'watch', 'none'))
);
CREATE TABLE assignments (
	id INTEGER NOT NULL,
	lead_id INTEGER NOT NULL,
	assignee VARCHAR(100),
	sub_office_id INTEGER,
	due_on DATE,
	note VARCHAR,
	state VARCHAR(20) NOT NULL,
	assigned_by VARCHAR(100) NOT NULL,
	assigned_at DATETIME NOT NULL,
	feedback VARCHAR,
	reported_by VARCHAR(100),
	reported_at DATETIME,
	decision_id INTEGER,
	reason VARCHAR,
	ended_by VARCHAR(100),
	ended_at DATETIME,
	CONSTRAINT pk_assignments PRIMARY KEY (id),
	CONSTRAINT ck_assignments_state CHECK (state IN ('running', 'reported', 'closed', 'returned', 'withdrawn')),
	CONSTRAINT fk_assignments_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT fk_assignments_sub_office_id FOREIGN KEY(sub_office_id) REFERENCES sub_offices (id)
);
CREATE TABLE audit (
	id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	actor VARCHAR(100) NOT NULL,
	act VARCHAR(60) NOT NULL,
	subject VARCHAR(120) NOT NULL,
	detail JSON NOT NULL,
	previous VARCHAR(64) NOT NULL,
	hash VARCHAR(64) NOT NULL,
	CONSTRAINT pk_audit PRIMARY KEY (id),
	CONSTRAINT uq_audit_hash UNIQUE (hash)
);
CREATE TABLE audit_head (
	id INTEGER NOT NULL,
	number INTEGER NOT NULL,
	hash VARCHAR(64) NOT NULL,
	CONSTRAINT pk_audit_head PRIMARY KEY (id)
);
CREATE TABLE comments (
	id INTEGER NOT NULL,
	lead_id INTEGER NOT NULL,
	author VARCHAR(100) NOT NULL,
	text VARCHAR NOT NULL,
	written_at DATETIME NOT NULL,
	CONSTRAINT pk_comments PRIMARY KEY (id),
	CONSTRAINT fk_comments_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id)
);
CREATE TABLE "compliance" (
	id INTEGER NOT NULL,
	run_id INTEGER NOT NULL,
	host VARCHAR(255) NOT NULL,
	robots VARCHAR(20),
	crawl_delay FLOAT,
	requests INTEGER NOT NULL,
	refused_by_robots INTEGER NOT NULL,
	blocked INTEGER NOT NULL,
	blocked_why VARCHAR,
	user_agent VARCHAR,
	first_at DATETIME,
	last_at DATETIME,
	signed_in BOOLEAN,
	CONSTRAINT pk_compliance PRIMARY KEY (id),
	CONSTRAINT uq_compliance_run_id_host UNIQUE (run_id, host),
	CONSTRAINT fk_compliance_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE,
	CONSTRAINT ck_compliance_robots CHECK (robots IN ('obeyed', 'absent', 'unreachable'))
);
CREATE TABLE count_changes (
	id INTEGER NOT NULL,
	change INTEGER NOT NULL,
	measure VARCHAR(20) NOT NULL,
	state VARCHAR(20),
	day DATE,
	right_id VARCHAR,
	platform VARCHAR(255),
	region VARCHAR(6),
	level VARCHAR(10),
	disguise VARCHAR(20),
	campaign VARCHAR,
	shop_id INTEGER, tier INTEGER, next_step VARCHAR(20),
	CONSTRAINT pk_count_changes PRIMARY KEY (id)
);
CREATE TABLE day_counts (
	day DATE NOT NULL,
	dimension VARCHAR(20) NOT NULL,
	"key" VARCHAR NOT NULL,
	measure VARCHAR(20) NOT NULL,
	number INTEGER NOT NULL,
	CONSTRAINT pk_day_counts PRIMARY KEY (day, dimension, "key", measure)
)
 WITHOUT ROWID

;
CREATE TABLE "deadlines" (
	id INTEGER NOT NULL,
	"key" VARCHAR(120) NOT NULL,
	kind VARCHAR(40) NOT NULL,
	lead_id INTEGER,
	notice_id INTEGER,
	started_at DATETIME NOT NULL,
	due_at DATETIME NOT NULL,
	remind_on DATE NOT NULL,
	provisional BOOLEAN NOT NULL,
	state VARCHAR(10) NOT NULL,
	note VARCHAR,
	started_by VARCHAR(100) NOT NULL,
	closed_by VARCHAR(100),
	closed_at DATETIME,
	CONSTRAINT pk_deadlines PRIMARY KEY (id),
	CONSTRAINT fk_deadlines_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT fk_deadlines_notice_id FOREIGN KEY(notice_id) REFERENCES notices (id),
	CONSTRAINT uq_deadlines_key UNIQUE ("key"),
	CONSTRAINT ck_deadlines_state CHECK (state IN ('running', 'met', 'void'))
);
CREATE TABLE "decisions" (
	id INTEGER NOT NULL,
	lead_id INTEGER NOT NULL,
	assessment_id INTEGER NOT NULL,
	verdict VARCHAR(20) NOT NULL,
	reason VARCHAR(40),
	note VARCHAR,
	officer VARCHAR(100) NOT NULL,
	from_state VARCHAR(20) NOT NULL,
	undoes INTEGER,
	decided_at DATETIME NOT NULL,
	batch_id INTEGER,
	CONSTRAINT pk_decisions PRIMARY KEY (id),
	CONSTRAINT fk_decisions_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT fk_decisions_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessments (id),
	CONSTRAINT ck_decisions_verdict CHECK (verdict IN ('confirmed', 'dismissed', 'needs_evidence', 'undo')),
	CONSTRAINT ck_decisions_from_state CHECK (from_state IN ('pending', 'claimed', 'confirmed', 'dismissed', 'needs_evidence', 'noticed', 'removed', 'refused', 'contested', 'closed', 'snoozed', 'merged'))
);
CREATE TABLE "evidence" (
	id INTEGER NOT NULL,
	lead_id INTEGER,
	listing_id INTEGER,
	run_id INTEGER,
	url VARCHAR NOT NULL,
	state VARCHAR(20) NOT NULL,
	folder VARCHAR NOT NULL,
	package VARCHAR,
	manifest_sha256 VARCHAR(64),
	previous_sha256 VARCHAR(64),
	facts JSON NOT NULL,
	officer VARCHAR(100),
	captured_at DATETIME NOT NULL,
	CONSTRAINT pk_evidence PRIMARY KEY (id),
	CONSTRAINT fk_evidence_listing_id FOREIGN KEY(listing_id) REFERENCES listings (id),
	CONSTRAINT fk_evidence_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT ck_evidence_state CHECK (state IN ('captured', 'stamped', 'blocked', 'failed', 'deleted'))
);
CREATE TABLE evidence_renewals (
	evidence_id INTEGER NOT NULL,
	algorithm VARCHAR(20) NOT NULL,
	signature VARCHAR(40) NOT NULL,
	certificate_ends DATETIME NOT NULL,
	stamped_at DATETIME NOT NULL,
	CONSTRAINT pk_evidence_renewals PRIMARY KEY (evidence_id),
	CONSTRAINT fk_evidence_renewals_evidence_id FOREIGN KEY(evidence_id) REFERENCES evidence (id) ON DELETE CASCADE
);
CREATE TABLE "frontier" (
	id INTEGER NOT NULL,
	run_id INTEGER NOT NULL,
	host VARCHAR(255) NOT NULL,
	fingerprint BLOB NOT NULL,
	url VARCHAR NOT NULL,
	request JSON,
	kind VARCHAR(10) NOT NULL,
	priority INTEGER NOT NULL,
	depth INTEGER NOT NULL,
	state VARCHAR(10) NOT NULL,
	tries INTEGER NOT NULL,
	error VARCHAR,
	CONSTRAINT pk_frontier PRIMARY KEY (id),
	CONSTRAINT ck_frontier_state CHECK (state IN ('queued', 'done', 'dead')),
	CONSTRAINT fk_frontier_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE,
	CONSTRAINT ck_frontier_kind CHECK (kind IN ('start', 'sitemap', 'listing', 'next', 'list', 'search', 'recheck', 'api'))
);
CREATE TABLE holder_links (
	id INTEGER NOT NULL,
	holder_id VARCHAR(100) NOT NULL,
	recipient VARCHAR(100) NOT NULL,
	secret_hash VARCHAR(64) NOT NULL,
	expires_at DATETIME NOT NULL,
	revoked_at DATETIME,
	used_at DATETIME,
	made_by VARCHAR(100) NOT NULL,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_holder_links PRIMARY KEY (id),
	CONSTRAINT fk_holder_links_holder_id FOREIGN KEY(holder_id) REFERENCES holders (id),
	CONSTRAINT uq_holder_links_secret_hash UNIQUE (secret_hash)
);
CREATE TABLE holders (
	id VARCHAR(100) NOT NULL,
	name VARCHAR NOT NULL,
	email VARCHAR,
	tier INTEGER NOT NULL,
	record JSON NOT NULL,
	updated_at DATETIME NOT NULL,
	CONSTRAINT pk_holders PRIMARY KEY (id)
);
CREATE TABLE identity_imports (
	id INTEGER NOT NULL,
	platform VARCHAR(255) NOT NULL,
	period VARCHAR(40) NOT NULL,
	file VARCHAR(200) NOT NULL,
	actor VARCHAR(100) NOT NULL,
	at DATETIME NOT NULL,
	undone_by VARCHAR(100),
	undone_at DATETIME,
	CONSTRAINT pk_identity_imports PRIMARY KEY (id)
);
CREATE TABLE law_confirmations (
	provision VARCHAR(80) NOT NULL,
	in_force DATE NOT NULL,
	article INTEGER NOT NULL,
	text VARCHAR,
	text_sha256 VARCHAR(64),
	source VARCHAR NOT NULL,
	confirmed_by VARCHAR(100) NOT NULL,
	confirmed_at DATETIME NOT NULL,
	CONSTRAINT pk_law_confirmations PRIMARY KEY (provision, in_force)
);
CREATE TABLE "leads" (
	id INTEGER NOT NULL,
	listing_id INTEGER NOT NULL,
	right_id VARCHAR(100) NOT NULL,
	assessment_id INTEGER NOT NULL,
	version_id INTEGER NOT NULL,
	state VARCHAR(20) NOT NULL,
	revision INTEGER NOT NULL,
	score FLOAT NOT NULL,
	level VARCHAR(10) NOT NULL,
	rank FLOAT NOT NULL,
	relisted BOOLEAN NOT NULL,
	claimed_by VARCHAR(100),
	claimed_at DATETIME,
	campaign VARCHAR,
	opened_at DATETIME NOT NULL,
	updated_at DATETIME NOT NULL,
	tier INTEGER DEFAULT '3' NOT NULL,
	platform VARCHAR(255) DEFAULT ('') NOT NULL,
	shop_id INTEGER,
	region VARCHAR(6),
	reach INTEGER DEFAULT '0' NOT NULL,
	disguise VARCHAR(20),
	picture VARCHAR(16),
	confirmed_at DATETIME,
	noticed_at DATETIME,
	removed_at DATETIME,
	probe VARCHAR(20),
	title VARCHAR DEFAULT ('') NOT NULL,
	next_step VARCHAR(20) DEFAULT 'none' NOT NULL,
	price INTEGER,
	currency VARCHAR(10),
	CONSTRAINT pk_leads PRIMARY KEY (id),
	CONSTRAINT uq_leads_listing_id_right_id UNIQUE (listing_id, right_id),
	CONSTRAINT ck_leads_state CHECK (state IN ('pending', 'claimed', 'confirmed', 'dismissed', 'needs_evidence', 'noticed', 'removed', 'refused', 'contested', 'closed', 'snoozed', 'merged')),
	CONSTRAINT fk_leads_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessments (id),
	CONSTRAINT fk_leads_right_id FOREIGN KEY(right_id) REFERENCES rights (id),
	CONSTRAINT fk_leads_listing_id FOREIGN KEY(listing_id) REFERENCES listings (id),
	CONSTRAINT ck_leads_level CHECK (level IN ('red', 'orange', 'yellow', 'blue', 'none')),
	CONSTRAINT ck_leads_next_step CHECK (next_step IN ('letter', 'ask_holder', 'test_purchase', 'refer', 'watch', 'none')),
	CONSTRAINT ck_leads_probe CHECK (probe IN ('uncertain', 'surprising', 'random'))
);
CREATE TABLE learnt_templates (
	id INTEGER NOT NULL,
	host VARCHAR(255) NOT NULL,
	shape VARCHAR(200) NOT NULL,
	fingerprint VARCHAR(16) NOT NULL,
	version INTEGER NOT NULL,
	profile VARCHAR NOT NULL,
	core JSON NOT NULL,
	markers JSON NOT NULL,
	required JSON NOT NULL,
	samples INTEGER NOT NULL,
	words_of_gone BOOLEAN NOT NULL,
	learnt_at DATETIME NOT NULL,
	seen_at DATETIME NOT NULL,
	reads INTEGER NOT NULL,
	checks INTEGER NOT NULL,
	agreeing INTEGER NOT NULL,
	CONSTRAINT pk_learnt_templates PRIMARY KEY (id),
	CONSTRAINT uq_learnt_templates_host_shape_fingerprint UNIQUE (host, shape, fingerprint)
);
CREATE TABLE licences (
	id INTEGER NOT NULL,
	right_id VARCHAR(100) NOT NULL,
	shop VARCHAR NOT NULL,
	platform VARCHAR,
	goods JSON NOT NULL,
	valid_from DATE,
	valid_until DATE,
	source VARCHAR NOT NULL,
	CONSTRAINT pk_licences PRIMARY KEY (id),
	CONSTRAINT fk_licences_right_id FOREIGN KEY(right_id) REFERENCES rights (id) ON DELETE CASCADE
);
CREATE TABLE licensed_prices (
	id INTEGER NOT NULL,
	right_id VARCHAR(100) NOT NULL,
	goods VARCHAR(200) NOT NULL,
	unit VARCHAR(10) NOT NULL,
	median VARCHAR(30) NOT NULL,
	listings INTEGER NOT NULL,
	measured_at DATETIME NOT NULL,
	CONSTRAINT pk_licensed_prices PRIMARY KEY (id),
	CONSTRAINT fk_licensed_prices_right_id FOREIGN KEY(right_id) REFERENCES rights (id) ON DELETE CASCADE,
	CONSTRAINT uq_licensed_prices_right_id_goods_unit UNIQUE (right_id, goods, unit)
);
CREATE TABLE links (
	id INTEGER NOT NULL,
	lead_id INTEGER NOT NULL,
	holder_id VARCHAR(100) NOT NULL,
	secret_hash VARCHAR(64) NOT NULL,
	expires_at DATETIME NOT NULL,
	revoked_at DATETIME,
	opened_at DATETIME,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_links PRIMARY KEY (id),
	CONSTRAINT fk_links_holder_id FOREIGN KEY(holder_id) REFERENCES holders (id),
	CONSTRAINT fk_links_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT uq_links_secret_hash UNIQUE (secret_hash)
);
CREATE TABLE listing_versions (
	id INTEGER NOT NULL,
	listing_id INTEGER NOT NULL,
	content_hash BLOB NOT NULL,
	record JSON NOT NULL,
	run_id INTEGER,
	seen_at DATETIME NOT NULL,
	assessed_with VARCHAR(80), pictured_at DATETIME, current BOOLEAN DEFAULT 1 NOT NULL,
	CONSTRAINT pk_listing_versions PRIMARY KEY (id),
	CONSTRAINT fk_listing_versions_listing_id FOREIGN KEY(listing_id) REFERENCES listings (id) ON DELETE CASCADE,
	CONSTRAINT uq_listing_versions_listing_id_content_hash UNIQUE (listing_id, content_hash)
);
CREATE TABLE "listings" (
	id INTEGER NOT NULL,
	"key" VARCHAR(600) NOT NULL,
	url VARCHAR NOT NULL,
	platform VARCHAR(255) NOT NULL,
	shop_id INTEGER,
	title VARCHAR NOT NULL,
	kind VARCHAR(10) NOT NULL,
	content_hash BLOB NOT NULL,
	version_id INTEGER,
	presence VARCHAR(10) NOT NULL,
	first_seen_at DATETIME NOT NULL,
	last_seen_at DATETIME NOT NULL,
	run_id INTEGER,
	CONSTRAINT pk_listings PRIMARY KEY (id),
	CONSTRAINT fk_listings_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id),
	CONSTRAINT uq_listings_key UNIQUE ("key"),
	CONSTRAINT ck_listings_presence CHECK (presence IN ('present', 'missing', 'removed')),
	CONSTRAINT ck_listings_kind CHECK (kind IN ('listing', 'page'))
);
CREATE TABLE lookalike_sites (
	id INTEGER NOT NULL,
	host VARCHAR(253) NOT NULL,
	manner VARCHAR(20) NOT NULL,
	genuine VARCHAR(300) NOT NULL,
	own_site VARCHAR(253),
	holder_id VARCHAR(100),
	right_id VARCHAR(100),
	source VARCHAR(300) NOT NULL,
	state VARCHAR(20) NOT NULL,
	evidence_id INTEGER,
	title VARCHAR NOT NULL,
	text_likeness DOUBLE,
	picture_likeness DOUBLE,
	grounds JSON NOT NULL,
	created_at DATETIME NOT NULL,
	visited_at DATETIME,
	decided_by VARCHAR(100),
	decided_at DATETIME,
	CONSTRAINT pk_lookalike_sites PRIMARY KEY (id),
	CONSTRAINT ck_lookalike_sites_state CHECK (state IN ('new', 'silent', 'unlike', 'lead', 'asked', 'dismissed')),
	CONSTRAINT fk_lookalike_sites_holder_id FOREIGN KEY(holder_id) REFERENCES holders (id),
	CONSTRAINT fk_lookalike_sites_right_id FOREIGN KEY(right_id) REFERENCES rights (id),
	CONSTRAINT fk_lookalike_sites_evidence_id FOREIGN KEY(evidence_id) REFERENCES evidence (id),
	CONSTRAINT uq_lookalike_sites_host UNIQUE (host)
);
CREATE TABLE materials (
	id INTEGER NOT NULL,
	origin VARCHAR(20) NOT NULL,
	lead_id INTEGER,
	tip_id INTEGER,
	listing_id INTEGER,
	upload_link_id INTEGER,
	file JSON NOT NULL,
	officer VARCHAR(100),
	received_at DATETIME NOT NULL,
	CONSTRAINT pk_materials PRIMARY KEY (id),
	CONSTRAINT ck_materials_origin CHECK (origin IN ('phone', 'tip', 'paste')),
	CONSTRAINT fk_materials_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT fk_materials_tip_id FOREIGN KEY(tip_id) REFERENCES tips (id),
	CONSTRAINT fk_materials_listing_id FOREIGN KEY(listing_id) REFERENCES listings (id) ON DELETE SET NULL,
	CONSTRAINT fk_materials_upload_link_id FOREIGN KEY(upload_link_id) REFERENCES upload_links (id)
);
CREATE TABLE mentions (
	id INTEGER NOT NULL,
	comment_id INTEGER NOT NULL,
	user_name VARCHAR(100) NOT NULL,
	read_at DATETIME,
	CONSTRAINT pk_mentions PRIMARY KEY (id),
	CONSTRAINT fk_mentions_comment_id FOREIGN KEY(comment_id) REFERENCES comments (id) ON DELETE CASCADE,
	CONSTRAINT uq_mentions_comment_id_user_name UNIQUE (comment_id, user_name)
);
CREATE TABLE "merges" (
	id INTEGER NOT NULL,
	lead_id INTEGER NOT NULL,
	into_id INTEGER NOT NULL,
	from_state VARCHAR(20) NOT NULL,
	note VARCHAR,
	merged_by VARCHAR(100) NOT NULL,
	merged_at DATETIME NOT NULL,
	undone_by VARCHAR(100),
	undone_at DATETIME,
	CONSTRAINT pk_merges PRIMARY KEY (id),
	CONSTRAINT fk_merges_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT fk_merges_into_id FOREIGN KEY(into_id) REFERENCES leads (id),
	CONSTRAINT ck_merges_from_state CHECK (from_state IN ('pending', 'claimed', 'confirmed', 'dismissed', 'needs_evidence', 'noticed', 'removed', 'refused', 'contested', 'closed', 'snoozed', 'merged'))
);
CREATE TABLE "notice_channels" (
	id INTEGER NOT NULL,
	name VARCHAR(100) NOT NULL,
	kind VARCHAR(20) NOT NULL,
	sealed_key VARCHAR(2000) NOT NULL,
	server VARCHAR(300),
	purposes VARCHAR(300) NOT NULL,
	quiet_hours VARCHAR(11),
	active BOOLEAN NOT NULL,
	marks VARCHAR(1000) NOT NULL,
	last_at DATETIME,
	last_fault VARCHAR(300),
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_notice_channels PRIMARY KEY (id),
	CONSTRAINT uq_notice_channels_name UNIQUE (name),
	CONSTRAINT ck_notice_channels_kind CHECK (kind IN ('wecom', 'dingtalk', 'feishu'))
);
CREATE TABLE notice_leads (
	notice_id INTEGER NOT NULL,
	lead_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	CONSTRAINT pk_notice_leads PRIMARY KEY (notice_id, lead_id),
	CONSTRAINT fk_notice_leads_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT fk_notice_leads_notice_id FOREIGN KEY(notice_id) REFERENCES notices (id) ON DELETE CASCADE
);
CREATE TABLE "notices" (
	id INTEGER NOT NULL,
	kind VARCHAR(60) NOT NULL,
	track VARCHAR(1) NOT NULL,
	state VARCHAR(20) NOT NULL,
	right_id VARCHAR(100),
	platform VARCHAR(255),
	facts JSON NOT NULL,
	number VARCHAR(80),
	docx_sha256 VARCHAR(64),
	drafted_by VARCHAR(100) NOT NULL,
	approved_by VARCHAR(100),
	created_at DATETIME NOT NULL,
	approved_at DATETIME,
	sent_at DATETIME,
	lacks INTEGER,
	checked_at DATETIME,
	CONSTRAINT pk_notices PRIMARY KEY (id),
	CONSTRAINT fk_notices_right_id FOREIGN KEY(right_id) REFERENCES rights (id),
	CONSTRAINT uq_notices_number UNIQUE (number),
	CONSTRAINT ck_notices_state CHECK (state IN ('draft', 'approved', 'sealed', 'sent', 'answered', 'withdrawn')),
	CONSTRAINT ck_notices_track CHECK (track IN ('A', 'B', 'C'))
);
CREATE TABLE numbers (
	series VARCHAR(60) NOT NULL,
	year INTEGER NOT NULL,
	last INTEGER NOT NULL,
	CONSTRAINT pk_numbers PRIMARY KEY (series, year)
);
CREATE TABLE "offered_papers" (
	id INTEGER NOT NULL,
	holder_link_id INTEGER NOT NULL,
	right_id VARCHAR(100) NOT NULL,
	kind VARCHAR(20) NOT NULL,
	file JSON NOT NULL,
	name VARCHAR(100) NOT NULL,
	offered_at DATETIME NOT NULL,
	accepted BOOLEAN,
	decided_by VARCHAR(100),
	decided_at DATETIME,
	CONSTRAINT pk_offered_papers PRIMARY KEY (id),
	CONSTRAINT fk_offered_papers_right_id FOREIGN KEY(right_id) REFERENCES rights (id) ON DELETE CASCADE,
	CONSTRAINT fk_offered_papers_holder_link_id FOREIGN KEY(holder_link_id) REFERENCES holder_links (id),
	CONSTRAINT ck_offered_papers_kind CHECK (kind IN ('image', 'certificate', 'identity', 'licence', 'evaluation'))
);
CREATE TABLE "outbox" (
	id INTEGER NOT NULL,
	"key" VARCHAR(200) NOT NULL,
	kind VARCHAR(40) NOT NULL,
	message_id VARCHAR(200) NOT NULL,
	sender VARCHAR NOT NULL,
	recipient VARCHAR NOT NULL,
	subject VARCHAR NOT NULL,
	body BLOB NOT NULL,
	state VARCHAR(20) NOT NULL,
	recalled BOOLEAN NOT NULL,
	lead_id INTEGER,
	notice_id INTEGER,
	owner VARCHAR(120),
	leased_at DATETIME,
	tries INTEGER NOT NULL,
	last_reply VARCHAR,
	not_before DATETIME NOT NULL,
	created_at DATETIME NOT NULL,
	sent_at DATETIME,
	merged_into INTEGER, perhaps_arrived BOOLEAN DEFAULT 0 NOT NULL,
	CONSTRAINT pk_outbox PRIMARY KEY (id),
	CONSTRAINT fk_outbox_notice_id FOREIGN KEY(notice_id) REFERENCES notices (id),
	CONSTRAINT uq_outbox_message_id UNIQUE (message_id),
	CONSTRAINT fk_outbox_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT fk_outbox_merged_into FOREIGN KEY(merged_into) REFERENCES outbox (id),
	CONSTRAINT uq_outbox_key UNIQUE ("key"),
	CONSTRAINT ck_outbox_state CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'withdrawn', 'unclear', 'gathered', 'merged'))
);
CREATE TABLE page_memory (
	fingerprint BLOB NOT NULL,
	etag VARCHAR,
	modified VARCHAR,
	digest BLOB NOT NULL,
	reader VARCHAR(80) NOT NULL,
	content BLOB NOT NULL,
	seen_at DATETIME NOT NULL,
	CONSTRAINT pk_page_memory PRIMARY KEY (fingerprint)
);
CREATE TABLE "pending_changes" (
	id INTEGER NOT NULL,
	act VARCHAR(20) NOT NULL,
	user_id INTEGER,
	token_id INTEGER,
	webhook_id INTEGER,
	role VARCHAR(20),
	password_hash VARCHAR,
	proposed_by VARCHAR(100) NOT NULL,
	proposed_at DATETIME NOT NULL,
	CONSTRAINT pk_pending_changes PRIMARY KEY (id),
	CONSTRAINT fk_pending_changes_webhook_id_webhooks FOREIGN KEY(webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE,
	CONSTRAINT fk_pending_changes_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE,
	CONSTRAINT fk_pending_changes_token_id_tokens FOREIGN KEY(token_id) REFERENCES tokens (id) ON DELETE CASCADE,
	CONSTRAINT ck_pending_changes_act CHECK (act IN ('open', 'role', 'password', 'factor', 'token', 'webhook')),
	CONSTRAINT ck_pending_changes_role CHECK (role IN ('officer', 'approver', 'legal', 'admin', 'viewer', 'system_admin', 'security_admin', 'audit_admin'))
);
CREATE TABLE picture_files (
	id INTEGER NOT NULL,
	listing_id INTEGER NOT NULL,
	url VARCHAR NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	seen_at DATETIME NOT NULL,
	CONSTRAINT pk_picture_files PRIMARY KEY (id),
	CONSTRAINT fk_picture_files_listing_id FOREIGN KEY(listing_id) REFERENCES listings (id) ON DELETE CASCADE,
	CONSTRAINT uq_picture_files_listing_id_sha256 UNIQUE (listing_id, sha256)
);
CREATE TABLE picture_hashes (
	id INTEGER NOT NULL,
	listing_id INTEGER NOT NULL,
	url VARCHAR NOT NULL,
	phash VARCHAR(16) NOT NULL,
	seen_at DATETIME NOT NULL, small BLOB,
	CONSTRAINT pk_picture_hashes PRIMARY KEY (id),
	CONSTRAINT fk_picture_hashes_listing_id FOREIGN KEY(listing_id) REFERENCES listings (id) ON DELETE CASCADE,
	CONSTRAINT uq_picture_hashes_listing_id_phash UNIQUE (listing_id, phash)
);
CREATE TABLE picture_keys (
	"key" INTEGER NOT NULL,
	picture_id INTEGER NOT NULL,
	CONSTRAINT pk_picture_keys PRIMARY KEY ("key", picture_id),
	CONSTRAINT fk_picture_keys_picture_id FOREIGN KEY(picture_id) REFERENCES picture_hashes (id) ON DELETE CASCADE
);
CREATE TABLE picture_likeness (
	picture_id INTEGER NOT NULL,
	like_id INTEGER NOT NULL,
	likelihood DOUBLE NOT NULL,
	CONSTRAINT pk_picture_likeness PRIMARY KEY (picture_id, like_id),
	CONSTRAINT fk_picture_likeness_picture_id FOREIGN KEY(picture_id) REFERENCES picture_hashes (id) ON DELETE CASCADE,
	CONSTRAINT fk_picture_likeness_like_id FOREIGN KEY(like_id) REFERENCES picture_hashes (id) ON DELETE CASCADE
);
CREATE TABLE "picture_readings" (
	id INTEGER NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	state VARCHAR(10) NOT NULL,
	lines JSON NOT NULL,
	reader VARCHAR(80) NOT NULL,
	read_at DATETIME NOT NULL,
	logo_book VARCHAR(16),
	logos_at DATETIME,
	CONSTRAINT pk_picture_readings PRIMARY KEY (id),
	CONSTRAINT uq_picture_readings_sha256 UNIQUE (sha256),
	CONSTRAINT ck_picture_readings_state CHECK (state IN ('read', 'empty', 'failed', 'late'))
);
CREATE TABLE platform_replies (
	id INTEGER NOT NULL,
	notice_id INTEGER NOT NULL,
	kind VARCHAR(20) NOT NULL,
	replied_on DATE NOT NULL,
	note VARCHAR,
	files JSON NOT NULL,
	recorded_by VARCHAR(100) NOT NULL,
	recorded_at DATETIME NOT NULL,
	CONSTRAINT pk_platform_replies PRIMARY KEY (id),
	CONSTRAINT fk_platform_replies_notice_id FOREIGN KEY(notice_id) REFERENCES notices (id) ON DELETE CASCADE,
	CONSTRAINT ck_platform_replies_kind CHECK (kind IN ('information', 'measure', 'none'))
);
CREATE TABLE "platforms" (
	host VARCHAR(255) NOT NULL,
	title VARCHAR,
	state VARCHAR(20) NOT NULL,
	state_why VARCHAR,
	state_at DATETIME,
	CONSTRAINT pk_platforms PRIMARY KEY (host),
	CONSTRAINT ck_platforms_state CHECK (state IN ('ok', 'blocked'))
);
CREATE TABLE "rechecks" (
	id INTEGER NOT NULL,
	notice_id INTEGER NOT NULL,
	lead_id INTEGER NOT NULL,
	step INTEGER NOT NULL,
	due_at DATETIME NOT NULL,
	outcome VARCHAR(20),
	detail JSON NOT NULL,
	done_at DATETIME,
	planned_at DATETIME NOT NULL,
	CONSTRAINT pk_rechecks PRIMARY KEY (id),
	CONSTRAINT fk_rechecks_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT fk_rechecks_notice_id FOREIGN KEY(notice_id) REFERENCES notices (id) ON DELETE CASCADE,
	CONSTRAINT uq_rechecks_notice_id_lead_id_step UNIQUE (notice_id, lead_id, step),
	CONSTRAINT ck_rechecks_outcome CHECK (outcome IN ('removed', 'missing', 'unchanged', 'changed', 'blocked'))
);
CREATE TABLE recording_readings (
	id INTEGER NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	duration INTEGER NOT NULL,
	cut BOOLEAN NOT NULL,
	clips JSON NOT NULL,
	error VARCHAR,
	reader VARCHAR(100) NOT NULL,
	read_at DATETIME NOT NULL,
	CONSTRAINT pk_recording_readings PRIMARY KEY (id),
	CONSTRAINT uq_recording_readings_sha256 UNIQUE (sha256)
);
CREATE TABLE recovery_codes (
	id INTEGER NOT NULL,
	user_id INTEGER NOT NULL,
	code_hash VARCHAR(64) NOT NULL,
	CONSTRAINT pk_recovery_codes PRIMARY KEY (id),
	CONSTRAINT fk_recovery_codes_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE TABLE registrations (
	id INTEGER NOT NULL,
	kind VARCHAR(20) NOT NULL,
	subject VARCHAR(255) NOT NULL,
	site VARCHAR(255) NOT NULL,
	operator VARCHAR,
	iana_id VARCHAR(20),
	abuse_email VARCHAR,
	abuse_phone VARCHAR,
	nameservers JSON NOT NULL,
	source VARCHAR NOT NULL,
	answered_at DATETIME NOT NULL,
	answer VARCHAR NOT NULL,
	answer_sha256 VARCHAR(64) NOT NULL,
	recorded_by VARCHAR(100) NOT NULL,
	recorded_at DATETIME NOT NULL,
	CONSTRAINT pk_registrations PRIMARY KEY (id),
	CONSTRAINT ck_registrations_kind CHECK (kind IN ('domain', 'network'))
);
CREATE TABLE reported_identities (
	id INTEGER NOT NULL,
	import_id INTEGER NOT NULL,
	"row" INTEGER NOT NULL,
	platform VARCHAR(255) NOT NULL,
	shop VARCHAR(300) NOT NULL,
	shop_key VARCHAR(300) NOT NULL,
	url VARCHAR,
	name VARCHAR(300) NOT NULL,
	credit_code VARCHAR(18),
	address VARCHAR(500),
	CONSTRAINT pk_reported_identities PRIMARY KEY (id),
	CONSTRAINT fk_reported_identities_import_id FOREIGN KEY(import_id) REFERENCES identity_imports (id)
);
CREATE TABLE "right_files" (
	id INTEGER NOT NULL,
	right_id VARCHAR(100) NOT NULL,
	kind VARCHAR(20) NOT NULL,
	name VARCHAR NOT NULL,
	type VARCHAR(40) NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	added_by VARCHAR(100) NOT NULL,
	added_at DATETIME NOT NULL,
	CONSTRAINT pk_right_files PRIMARY KEY (id),
	CONSTRAINT uq_right_files_right_id_sha256 UNIQUE (right_id, sha256),
	CONSTRAINT fk_right_files_right_id FOREIGN KEY(right_id) REFERENCES rights (id) ON DELETE CASCADE,
	CONSTRAINT ck_right_files_kind CHECK (kind IN ('image', 'certificate', 'identity', 'licence', 'evaluation'))
);
CREATE TABLE right_imports (
	id INTEGER NOT NULL,
	file VARCHAR NOT NULL,
	actor VARCHAR(100) NOT NULL,
	at DATETIME NOT NULL,
	"before" JSON NOT NULL,
	"after" JSON NOT NULL,
	undone_by VARCHAR(100),
	undone_at DATETIME, resting JSON,
	CONSTRAINT pk_right_imports PRIMARY KEY (id)
);
CREATE TABLE "rights" (
	id VARCHAR(100) NOT NULL,
	text VARCHAR NOT NULL,
	kind VARCHAR(40) NOT NULL,
	holder_id VARCHAR(100),
	record JSON NOT NULL,
	active BOOLEAN NOT NULL,
	revision INTEGER NOT NULL,
	updated_at DATETIME NOT NULL,
	initials VARCHAR(240) DEFAULT ('') NOT NULL,
	CONSTRAINT pk_rights PRIMARY KEY (id),
	CONSTRAINT fk_rights_holder_id FOREIGN KEY(holder_id) REFERENCES holders (id),
	CONSTRAINT ck_rights_kind CHECK (kind IN ('trademark', 'collective', 'certification', 'geographical-indication', 'patent', 'plant-variety', 'product-rule'))
);
CREATE TABLE "runs" (
	id INTEGER NOT NULL,
	task_id INTEGER,
	slot DATETIME,
	fingerprint VARCHAR(64) NOT NULL,
	urls JSON NOT NULL,
	options JSON NOT NULL,
	state VARCHAR(20) NOT NULL,
	reason VARCHAR,
	owner VARCHAR,
	counts JSON NOT NULL,
	started_at DATETIME NOT NULL,
	heartbeat_at DATETIME,
	ended_at DATETIME,
	seconds FLOAT NOT NULL,
	stop_asked BOOLEAN DEFAULT 0 NOT NULL, family_points JSON,
	CONSTRAINT pk_runs PRIMARY KEY (id),
	CONSTRAINT fk_runs_task_id FOREIGN KEY(task_id) REFERENCES tasks (id) ON DELETE SET NULL,
	CONSTRAINT uq_runs_task_id_slot UNIQUE (task_id, slot),
	CONSTRAINT ck_runs_state CHECK (state IN ('running', 'finished', 'failed', 'stopped'))
);
CREATE TABLE sampled_leads (
	id INTEGER NOT NULL,
	lead_id INTEGER NOT NULL,
	weight FLOAT NOT NULL,
	score FLOAT NOT NULL,
	drawn_at DATETIME NOT NULL,
	CONSTRAINT pk_sampled_leads PRIMARY KEY (id),
	CONSTRAINT fk_sampled_leads_lead_id_leads FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT uq_sampled_leads_lead_id UNIQUE (lead_id)
);
CREATE TABLE saved_views (
	id INTEGER NOT NULL,
	user_id INTEGER,
	name VARCHAR(40) NOT NULL,
	"query" VARCHAR(2000) NOT NULL,
	saved_by VARCHAR(100) NOT NULL,
	saved_at DATETIME NOT NULL,
	deleted_at DATETIME,
	CONSTRAINT pk_saved_views PRIMARY KEY (id),
	CONSTRAINT fk_saved_views_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE TABLE search_results (
	id INTEGER NOT NULL,
	run_id INTEGER NOT NULL,
	word VARCHAR(200) NOT NULL,
	page_url VARCHAR NOT NULL,
	place INTEGER NOT NULL,
	listing_key VARCHAR(600) NOT NULL,
	captured_at DATETIME NOT NULL,
	CONSTRAINT pk_search_results PRIMARY KEY (id),
	CONSTRAINT fk_search_results_run_id FOREIGN KEY(run_id) REFERENCES runs (id) ON DELETE CASCADE,
	CONSTRAINT uq_search_results_run_id_word_listing_key UNIQUE (run_id, word, listing_key)
);
CREATE TABLE security_policy (
	id INTEGER NOT NULL,
	password_length INTEGER NOT NULL,
	password_kinds INTEGER NOT NULL,
	password_days INTEGER NOT NULL,
	change_first BOOLEAN NOT NULL,
	separate_admins BOOLEAN NOT NULL,
	proposed_by VARCHAR(100),
	proposed_at DATETIME,
	syslog_address VARCHAR(300),
	syslog_sent BIGINT NOT NULL,
	syslog_fault VARCHAR(300),
	CONSTRAINT pk_security_policy PRIMARY KEY (id)
);
CREATE TABLE seller_rules (
	id INTEGER NOT NULL,
	word VARCHAR(20) NOT NULL,
	state VARCHAR(20) NOT NULL,
	dismissed INTEGER NOT NULL,
	confirmed INTEGER NOT NULL,
	shops INTEGER NOT NULL,
	others_dismissed INTEGER NOT NULL,
	others_confirmed INTEGER NOT NULL,
	lowest_share FLOAT NOT NULL,
	p_value FLOAT NOT NULL,
	counted_at DATETIME NOT NULL,
	decided_by VARCHAR(100),
	decided_at DATETIME,
	CONSTRAINT pk_seller_rules PRIMARY KEY (id),
	CONSTRAINT ck_seller_rules_state CHECK (state IN ('proposed', 'accepted', 'rejected')),
	CONSTRAINT uq_seller_rules_word UNIQUE (word)
);
CREATE TABLE "sessions" (
	secret_hash VARCHAR(64) NOT NULL,
	user_id INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	seen_at DATETIME NOT NULL,
	half BOOLEAN DEFAULT 0 NOT NULL, address VARCHAR(64), agent VARCHAR(300),
	CONSTRAINT pk_sessions PRIMARY KEY (secret_hash),
	CONSTRAINT fk_sessions_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE TABLE shop_contacts (
	id INTEGER NOT NULL,
	shop_id INTEGER NOT NULL,
	contact VARCHAR(64) NOT NULL,
	seen_at DATETIME NOT NULL,
	CONSTRAINT pk_shop_contacts PRIMARY KEY (id),
	CONSTRAINT fk_shop_contacts_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id) ON DELETE CASCADE,
	CONSTRAINT uq_shop_contacts_shop_id_contact UNIQUE (shop_id, contact)
);
CREATE TABLE shop_counts (
	shop_id INTEGER NOT NULL,
	leads INTEGER NOT NULL,
	confirmed INTEGER NOT NULL,
	CONSTRAINT pk_shop_counts PRIMARY KEY (shop_id)
);
CREATE TABLE "shop_leads" (
	id INTEGER NOT NULL,
	kind VARCHAR(20) NOT NULL,
	shop_id INTEGER NOT NULL,
	right_id VARCHAR(100) NOT NULL,
	word VARCHAR(200) NOT NULL,
	likeness VARCHAR(20) NOT NULL,
	genuine VARCHAR(300) NOT NULL,
	grounds JSON NOT NULL,
	goods INTEGER NOT NULL,
	listing_id INTEGER,
	next_step VARCHAR(20) NOT NULL,
	run_id INTEGER,
	page_url VARCHAR,
	captured_at DATETIME,
	state VARCHAR(20) NOT NULL,
	opened_at DATETIME NOT NULL,
	updated_at DATETIME NOT NULL,
	decided_by VARCHAR(100),
	decided_at DATETIME,
	CONSTRAINT pk_shop_leads PRIMARY KEY (id),
	CONSTRAINT uq_shop_leads_kind_shop_id_right_id_word UNIQUE (kind, shop_id, right_id, word),
	CONSTRAINT fk_shop_leads_shop_id FOREIGN KEY(shop_id) REFERENCES shops (id),
	CONSTRAINT fk_shop_leads_right_id FOREIGN KEY(right_id) REFERENCES rights (id),
	CONSTRAINT ck_shop_leads_state CHECK (state IN ('open', 'asked', 'dismissed')),
	CONSTRAINT fk_shop_leads_listing_id FOREIGN KEY(listing_id) REFERENCES listings (id) ON DELETE SET NULL,
	CONSTRAINT ck_shop_leads_kind CHECK (kind IN ('imitation', 'keyword')),
	CONSTRAINT ck_shop_leads_next_step CHECK (next_step IN ('letter', 'ask_holder', 'test_purchase', 'refer', 'watch', 'none'))
);
CREATE TABLE shop_visits (
	id INTEGER NOT NULL,
	lead_id INTEGER NOT NULL,
	visited_at DATETIME NOT NULL,
	address VARCHAR NOT NULL,
	officers JSON NOT NULL,
	finding VARCHAR NOT NULL,
	address_false BOOLEAN NOT NULL,
	photos JSON NOT NULL,
	mark VARCHAR(20),
	mark_requested_at DATETIME,
	mark_checked_at DATETIME,
	mark_note VARCHAR,
	recorded_by VARCHAR(100) NOT NULL,
	recorded_at DATETIME NOT NULL,
	CONSTRAINT pk_shop_visits PRIMARY KEY (id),
	CONSTRAINT fk_shop_visits_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT ck_shop_visits_mark CHECK (mark IN ('requested', 'visible', 'missing'))
);
CREATE TABLE shops (
	id INTEGER NOT NULL,
	platform VARCHAR(255) NOT NULL,
	name VARCHAR(300) NOT NULL,
	url VARCHAR,
	operator JSON,
	first_seen_at DATETIME NOT NULL, initials VARCHAR(240) DEFAULT '' NOT NULL,
	CONSTRAINT pk_shops PRIMARY KEY (id),
	CONSTRAINT uq_shops_platform_name UNIQUE (platform, name)
);
CREATE TABLE sign_in_addresses (
	address VARCHAR(64) NOT NULL,
	failures INTEGER NOT NULL,
	locked_until DATETIME,
	last_at DATETIME NOT NULL,
	CONSTRAINT pk_sign_in_addresses PRIMARY KEY (address)
);
CREATE TABLE "site_checks" (
	id INTEGER NOT NULL,
	lead_id INTEGER NOT NULL,
	host VARCHAR(255) NOT NULL,
	addresses JSON NOT NULL,
	page VARCHAR(20) NOT NULL,
	page_seen_at DATETIME NOT NULL,
	checked_by VARCHAR(100) NOT NULL,
	checked_at DATETIME NOT NULL,
	CONSTRAINT pk_site_checks PRIMARY KEY (id),
	CONSTRAINT fk_site_checks_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT ck_site_checks_page CHECK (page IN ('present', 'missing', 'removed'))
);
CREATE TABLE "snoozes" (
	id INTEGER NOT NULL,
	lead_id INTEGER NOT NULL,
	until DATE,
	until_change BOOLEAN NOT NULL,
	from_state VARCHAR(20) NOT NULL,
	note VARCHAR,
	snoozed_by VARCHAR(100) NOT NULL,
	snoozed_at DATETIME NOT NULL,
	ended_at DATETIME,
	ended_why VARCHAR(20),
	CONSTRAINT pk_snoozes PRIMARY KEY (id),
	CONSTRAINT fk_snoozes_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT ck_snoozes_from_state CHECK (from_state IN ('pending', 'claimed', 'confirmed', 'dismissed', 'needs_evidence', 'noticed', 'removed', 'refused', 'contested', 'closed', 'snoozed', 'merged')),
	CONSTRAINT ck_snoozes_ended_why CHECK (ended_why IN ('day', 'change', 'officer', 'replaced'))
);
CREATE TABLE source_counts (
	right_id VARCHAR NOT NULL,
	platform VARCHAR(255) NOT NULL,
	unlawful INTEGER NOT NULL,
	lawful INTEGER NOT NULL,
	CONSTRAINT pk_source_counts PRIMARY KEY (right_id, platform)
);
CREATE TABLE stock_counts (
	dimension VARCHAR(20) NOT NULL,
	"key" VARCHAR NOT NULL,
	state VARCHAR(20) NOT NULL,
	number INTEGER NOT NULL,
	CONSTRAINT pk_stock_counts PRIMARY KEY (dimension, "key", state)
)
 WITHOUT ROWID

;
INSERT INTO "stock_counts" VALUES('listings','','',0);
CREATE TABLE sub_offices (
	id INTEGER NOT NULL,
	name VARCHAR(100) NOT NULL,
	region VARCHAR(6),
	active BOOLEAN NOT NULL,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_sub_offices PRIMARY KEY (id),
	CONSTRAINT uq_sub_offices_name UNIQUE (name)
);
CREATE TABLE tasks (
	id INTEGER NOT NULL,
	name VARCHAR(200) NOT NULL,
	urls JSON NOT NULL,
	options JSON NOT NULL,
	cron VARCHAR(100),
	campaign VARCHAR,
	enabled BOOLEAN NOT NULL,
	created_at DATETIME NOT NULL, timed_at DATETIME,
	CONSTRAINT pk_tasks PRIMARY KEY (id),
	CONSTRAINT uq_tasks_name UNIQUE (name)
);
CREATE TABLE template_pins (
	id INTEGER NOT NULL,
	host VARCHAR(255) NOT NULL,
	shape VARCHAR(200) NOT NULL,
	field VARCHAR(30) NOT NULL,
	selector VARCHAR NOT NULL,
	pinned_by VARCHAR(100),
	pinned_at DATETIME NOT NULL,
	CONSTRAINT pk_template_pins PRIMARY KEY (id),
	CONSTRAINT uq_template_pins_host_shape_field UNIQUE (host, shape, field)
);
CREATE TABLE test_purchases (
	id INTEGER NOT NULL,
	lead_id INTEGER NOT NULL,
	sample_no VARCHAR(80) NOT NULL,
	order_no VARCHAR(80) NOT NULL,
	shop VARCHAR NOT NULL,
	amount VARCHAR(20) NOT NULL,
	bought_on DATE NOT NULL,
	parcel_no VARCHAR(80),
	opened_at DATETIME,
	pictures JSON NOT NULL,
	identification VARCHAR(20),
	identified_on DATE,
	identified_by VARCHAR,
	opinion VARCHAR,
	opinion_files JSON NOT NULL,
	recorded_by VARCHAR(100) NOT NULL,
	recorded_at DATETIME NOT NULL,
	CONSTRAINT pk_test_purchases PRIMARY KEY (id),
	CONSTRAINT fk_test_purchases_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT ck_test_purchases_identification CHECK (identification IN ('not_genuine', 'genuine', 'undetermined')),
	CONSTRAINT uq_test_purchases_sample_no UNIQUE (sample_no)
);
CREATE TABLE "tips" (
	id INTEGER NOT NULL,
	url VARCHAR NOT NULL,
	words VARCHAR NOT NULL,
	contact VARCHAR,
	state VARCHAR(10) NOT NULL,
	source VARCHAR(64) NOT NULL,
	officer VARCHAR(100),
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_tips PRIMARY KEY (id),
	CONSTRAINT ck_tips_state CHECK (state IN ('new', 'taken', 'dropped'))
);
CREATE TABLE "tokens" (
	id INTEGER NOT NULL,
	name VARCHAR(100) NOT NULL,
	scope VARCHAR(200) NOT NULL,
	secret_hash VARCHAR(64) NOT NULL,
	created_at DATETIME NOT NULL,
	used_at DATETIME,
	user_id INTEGER,
	waiting BOOLEAN DEFAULT 0 NOT NULL,
	CONSTRAINT pk_tokens PRIMARY KEY (id),
	CONSTRAINT uq_tokens_secret_hash UNIQUE (secret_hash),
	CONSTRAINT uq_tokens_name UNIQUE (name),
	CONSTRAINT fk_tokens_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE TABLE transfer_leads (
	transfer_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	lead_id INTEGER,
	placed_by VARCHAR(100),
	placed_at DATETIME,
	CONSTRAINT pk_transfer_leads PRIMARY KEY (transfer_id, position),
	CONSTRAINT fk_transfer_leads_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT fk_transfer_leads_transfer_id FOREIGN KEY(transfer_id) REFERENCES transfers (id) ON DELETE CASCADE
);
CREATE TABLE "transfer_receipts" (
	id INTEGER NOT NULL,
	transfer_id INTEGER,
	notice_id INTEGER,
	number VARCHAR(200) NOT NULL,
	office VARCHAR(300) NOT NULL,
	officer VARCHAR(100) NOT NULL,
	answer VARCHAR(20) NOT NULL,
	words VARCHAR NOT NULL,
	given_at DATETIME NOT NULL,
	content VARCHAR NOT NULL,
	sha256 VARCHAR(64) NOT NULL,
	kept_by VARCHAR(100) NOT NULL,
	kept_at DATETIME NOT NULL,
	CONSTRAINT pk_transfer_receipts PRIMARY KEY (id),
	CONSTRAINT uq_transfer_receipts_sha256 UNIQUE (sha256),
	CONSTRAINT fk_transfer_receipts_notice_id FOREIGN KEY(notice_id) REFERENCES notices (id) ON DELETE CASCADE,
	CONSTRAINT fk_transfer_receipts_transfer_id FOREIGN KEY(transfer_id) REFERENCES transfers (id) ON DELETE CASCADE,
	CONSTRAINT ck_transfer_receipts_answer CHECK (answer IN ('received', 'accepted', 'declined'))
);
CREATE TABLE transfers (
	id INTEGER NOT NULL,
	office VARCHAR(300) NOT NULL,
	sender VARCHAR(64) NOT NULL,
	letter_number VARCHAR(200) NOT NULL,
	letter_sha256 VARCHAR(64) NOT NULL,
	package JSON NOT NULL,
	description JSON NOT NULL,
	checks JSON NOT NULL,
	received_by VARCHAR(100) NOT NULL,
	received_at DATETIME NOT NULL, deleted_at DATETIME,
	CONSTRAINT pk_transfers PRIMARY KEY (id),
	CONSTRAINT uq_transfers_sender_letter_number UNIQUE (sender, letter_number)
);
CREATE TABLE upload_links (
	id INTEGER NOT NULL,
	lead_id INTEGER,
	tip_id INTEGER,
	secret_hash VARCHAR(64) NOT NULL,
	made_by VARCHAR(100) NOT NULL,
	created_at DATETIME NOT NULL,
	expires_at DATETIME NOT NULL,
	revoked_at DATETIME,
	used_at DATETIME,
	CONSTRAINT pk_upload_links PRIMARY KEY (id),
	CONSTRAINT fk_upload_links_lead_id FOREIGN KEY(lead_id) REFERENCES leads (id),
	CONSTRAINT fk_upload_links_tip_id FOREIGN KEY(tip_id) REFERENCES tips (id),
	CONSTRAINT uq_upload_links_secret_hash UNIQUE (secret_hash)
);
CREATE TABLE "users" (
	id INTEGER NOT NULL,
	name VARCHAR(100) NOT NULL,
	role VARCHAR(20) NOT NULL,
	password_hash VARCHAR,
	active BOOLEAN NOT NULL,
	failures INTEGER NOT NULL,
	locked_until DATETIME,
	created_at DATETIME NOT NULL,
	totp_seed VARCHAR,
	totp_step INTEGER,
	full_name VARCHAR(100),
	function VARCHAR(100),
	sub_office_id INTEGER,
	password_at DATETIME NOT NULL,
	must_change BOOLEAN DEFAULT 0 NOT NULL,
	oidc_subject VARCHAR(300),
	CONSTRAINT pk_users PRIMARY KEY (id),
	CONSTRAINT uq_users_oidc_subject UNIQUE (oidc_subject),
	CONSTRAINT fk_users_sub_office_id FOREIGN KEY(sub_office_id) REFERENCES sub_offices (id),
	CONSTRAINT uq_users_name UNIQUE (name),
	CONSTRAINT ck_users_role CHECK (role IN ('officer', 'approver', 'legal', 'admin', 'viewer', 'system_admin', 'security_admin', 'audit_admin'))
);
CREATE TABLE "verdict_batches" (
	id INTEGER NOT NULL,
	verdict VARCHAR(20) NOT NULL,
	reason VARCHAR(40) NOT NULL,
	note VARCHAR,
	officer VARCHAR(100) NOT NULL,
	decided_at DATETIME NOT NULL,
	CONSTRAINT pk_verdict_batches PRIMARY KEY (id),
	CONSTRAINT ck_verdict_batches_verdict CHECK (verdict IN ('confirmed', 'dismissed', 'needs_evidence'))
);
CREATE TABLE verdict_repeats (
	decision_id INTEGER NOT NULL,
	CONSTRAINT pk_verdict_repeats PRIMARY KEY (decision_id)
);
CREATE TABLE "webhook_messages" (
	id INTEGER NOT NULL,
	webhook_id INTEGER NOT NULL,
	"key" VARCHAR(100) NOT NULL,
	event VARCHAR(40) NOT NULL,
	body BLOB NOT NULL,
	state VARCHAR(20) NOT NULL,
	tries INTEGER NOT NULL,
	last_reply VARCHAR,
	not_before DATETIME NOT NULL,
	created_at DATETIME NOT NULL,
	sent_at DATETIME,
	CONSTRAINT pk_webhook_messages PRIMARY KEY (id),
	CONSTRAINT uq_webhook_messages_webhook_id_key UNIQUE (webhook_id, "key"),
	CONSTRAINT fk_webhook_messages_webhook_id FOREIGN KEY(webhook_id) REFERENCES webhooks (id) ON DELETE CASCADE,
	CONSTRAINT ck_webhook_messages_state CHECK (state IN ('queued', 'sent', 'failed'))
);
CREATE TABLE webhooks (
	id INTEGER NOT NULL,
	name VARCHAR(100) NOT NULL,
	url VARCHAR NOT NULL,
	secret VARCHAR NOT NULL,
	active BOOLEAN NOT NULL,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_webhooks PRIMARY KEY (id),
	CONSTRAINT uq_webhooks_name UNIQUE (name)
);
CREATE INDEX ix_audit_subject ON audit (subject);
CREATE INDEX ix_licences_right_id ON licences (right_id);
CREATE INDEX ix_links_lead_id ON links (lead_id);
CREATE INDEX ix_shop_contacts_contact ON shop_contacts (contact);
CREATE INDEX ix_recovery_codes_user_id ON recovery_codes (user_id);
CREATE INDEX ix_picture_files_sha256 ON picture_files (sha256);
CREATE INDEX ix_listing_versions_unpictured ON listing_versions (id) WHERE pictured_at IS NULL;
CREATE INDEX ix_outbox_state_outbox_not_before ON outbox (state, not_before);
CREATE INDEX ix_outbox_lead_id ON outbox (lead_id);
CREATE INDEX ix_evidence_lead_id ON evidence (lead_id);
CREATE INDEX ix_runs_fingerprint_runs_state ON runs (fingerprint, state);
CREATE INDEX ix_listings_shop_id ON listings (shop_id);
CREATE INDEX ix_listings_platform ON listings (platform);
CREATE INDEX ix_listings_url ON listings (url);
CREATE INDEX ix_listings_version_id ON listings (version_id);
CREATE INDEX ix_deadlines_lead_id ON deadlines (lead_id);
CREATE INDEX ix_deadlines_state_deadlines_due_at ON deadlines (state, due_at);
CREATE INDEX ix_tips_state ON tips (state);
CREATE INDEX ix_tips_source_tips_created_at ON tips (source, created_at);
CREATE INDEX ix_webhook_messages_state_webhook_messages_not_before ON webhook_messages (state, not_before);
CREATE INDEX ix_platform_replies_notice_id ON platform_replies (notice_id);
CREATE INDEX ix_shop_visits_lead_id ON shop_visits (lead_id);
CREATE INDEX ix_registrations_site ON registrations (site);
CREATE INDEX ix_test_purchases_lead_id ON test_purchases (lead_id);
CREATE INDEX ix_shops_name ON shops (name);
CREATE INDEX ix_sampled_leads_drawn_at ON sampled_leads (drawn_at);
CREATE INDEX ix_picture_likeness_like_id ON picture_likeness (like_id);
CREATE INDEX ix_picture_keys_picture_id ON picture_keys (picture_id);
CREATE INDEX ix_search_results_listing_key ON search_results (listing_key);
CREATE INDEX ix_search_results_word ON search_results (word);
CREATE INDEX ix_saved_views_user_id ON saved_views (user_id);
CREATE INDEX ix_assignments_lead_id ON assignments (lead_id);
CREATE INDEX ix_assignments_state_assignments_due_on ON assignments (state, due_on);
CREATE INDEX ix_assignments_assigned_at ON assignments (assigned_at);
CREATE INDEX ix_comments_lead_id ON comments (lead_id);
CREATE INDEX ix_mentions_user_name_mentions_read_at ON mentions (user_name, read_at);
CREATE INDEX ix_holder_links_holder_id ON holder_links (holder_id);
CREATE INDEX ix_upload_links_lead_id ON upload_links (lead_id);
CREATE INDEX ix_materials_lead_id ON materials (lead_id);
CREATE INDEX ix_materials_tip_id ON materials (tip_id);
CREATE INDEX ix_materials_listing_id ON materials (listing_id);
CREATE INDEX ix_listing_versions_waiting ON listing_versions (assessed_with, id) WHERE current = 1;
CREATE INDEX ix_reported_identities_platform_reported_identities_shop_key ON reported_identities (platform, shop_key);
CREATE INDEX ix_reported_identities_credit_code ON reported_identities (credit_code);
CREATE INDEX ix_reported_identities_import_id ON reported_identities (import_id);
CREATE INDEX ix_lookalike_sites_holder_id ON lookalike_sites (holder_id);
CREATE INDEX ix_lookalike_sites_right_id ON lookalike_sites (right_id);
CREATE INDEX ix_lookalike_sites_state ON lookalike_sites (state);
CREATE INDEX ix_listings_run_id ON listings (run_id);
CREATE INDEX ix_listing_versions_run_id ON listing_versions (run_id);
CREATE INDEX ix_count_changes_measure ON count_changes (measure);
CREATE INDEX ix_shop_counts_confirmed_shop_counts_leads_shop_counts_shop_id ON shop_counts (confirmed, leads, shop_id);
CREATE INDEX ix_audit_act_audit_at ON audit (act, at);
CREATE INDEX ix_transfer_leads_lead_id ON transfer_leads (lead_id);
CREATE INDEX ix_leads_noticed_at ON leads (noticed_at);
CREATE INDEX ix_leads_price_leads_rank_leads_id_leads_state ON leads (price, rank, id, state);
CREATE INDEX ix_leads_confirmed_at ON leads (confirmed_at);
CREATE INDEX ix_leads_relisted ON leads (state) WHERE relisted = 1;
CREATE INDEX ix_leads_rank_leads_id ON leads (rank, id);
CREATE INDEX ix_leads_opened_at_leads_rank_leads_id_leads_state ON leads (opened_at, rank, id, state);
CREATE INDEX ix_leads_state_leads_shop_id_leads_rank ON leads (state, shop_id, rank);
CREATE INDEX ix_leads_probes ON leads (state, probe) WHERE probe IS NOT NULL;
CREATE INDEX ix_leads_shop_id_leads_state_leads_rank ON leads (shop_id, state, rank);
CREATE INDEX ix_leads_queue ON leads (state, rank, id, right_id, level, platform, region, tier, disguise, campaign, shop_id, picture, relisted, opened_at, claimed_by, next_step, score, price);
CREATE INDEX ix_leads_picture_leads_state_leads_rank ON leads (picture, state, rank);
CREATE INDEX ix_leads_removed_at ON leads (removed_at);
CREATE INDEX ix_leads_state_leads_level ON leads (state, level);
CREATE INDEX ix_leads_title ON leads (title, rank, id, state, right_id, shop_id);
CREATE INDEX ix_leads_state_leads_picture_leads_rank ON leads (state, picture, rank);
CREATE INDEX ix_shop_leads_right_id ON shop_leads (right_id);
CREATE INDEX ix_shop_leads_shop_id ON shop_leads (shop_id);
CREATE INDEX ix_decisions_decided_at ON decisions (decided_at);
CREATE INDEX ix_decisions_undoes ON decisions (undoes);
CREATE INDEX ix_decisions_lead_id ON decisions (lead_id);
CREATE INDEX ix_decisions_batch_id ON decisions (batch_id);
CREATE INDEX ix_merges_into_id ON merges (into_id);
CREATE INDEX ix_merges_lead_id ON merges (lead_id);
CREATE INDEX ix_merges_undone_at_merges_lead_id ON merges (undone_at, lead_id);
CREATE INDEX ix_snoozes_ended_at_snoozes_until ON snoozes (ended_at, until);
CREATE INDEX ix_snoozes_lead_id ON snoozes (lead_id);
CREATE INDEX ix_appeals_notice_id ON appeals (notice_id);
CREATE INDEX ix_appeals_state_appeals_due_at ON appeals (state, due_at);
CREATE INDEX ix_appeals_source_appeals_created_at ON appeals (source, created_at);
CREATE INDEX ix_appeal_leads_lead_id ON appeal_leads (lead_id);
CREATE INDEX ix_notices_state ON notices (state);
CREATE INDEX ix_rechecks_lead_id ON rechecks (lead_id);
CREATE INDEX ix_answers_lead_id ON answers (lead_id);
CREATE INDEX ix_transfer_receipts_notice_id ON transfer_receipts (notice_id);
CREATE INDEX ix_transfer_receipts_transfer_id ON transfer_receipts (transfer_id);
CREATE INDEX ix_site_checks_lead_id ON site_checks (lead_id);
CREATE INDEX ix_offered_papers_right_id ON offered_papers (right_id);
CREATE INDEX ix_offered_papers_holder_link_id ON offered_papers (holder_link_id);
CREATE INDEX ix_picture_readings_logo_book_picture_readings_state ON picture_readings (logo_book, state);
CREATE INDEX ix_frontier_next ON frontier (run_id, state, host, priority, id);
CREATE UNIQUE INDEX uq_frontier_page ON frontier (run_id, fingerprint);
CREATE INDEX ix_leads_right_id_leads_rank_leads_id_leads_state ON leads (right_id, rank, id, state);
CREATE INDEX ix_leads_platform_leads_rank_leads_id_leads_state ON leads (platform, rank, id, state);
CREATE INDEX ix_leads_campaign_leads_rank_leads_id_leads_state ON leads (campaign, rank, id, state);
CREATE INDEX ix_leads_disguise_leads_rank_leads_id_leads_state ON leads (disguise, rank, id, state);
CREATE INDEX ix_leads_region_leads_rank_leads_id_leads_state ON leads (region, rank, id, state);
CREATE INDEX ix_leads_next_step_leads_rank_leads_id_leads_state ON leads (next_step, rank, id, state);
CREATE INDEX ix_leads_level_leads_rank_leads_id_leads_state ON leads (level, rank, id, state);
CREATE INDEX ix_leads_score_leads_rank_leads_id_leads_state ON leads (score, rank, id, state);
CREATE INDEX ix_assessments_created_at ON assessments (created_at);
CREATE INDEX ix_notice_leads_lead_id ON notice_leads (lead_id);
CREATE INDEX ix_outbox_notice_id ON outbox (notice_id);
CREATE INDEX ix_outbox_merged_into ON outbox (merged_into);
CREATE INDEX ix_deadlines_notice_id ON deadlines (notice_id);
CREATE INDEX ix_rechecks_open ON rechecks (due_at) WHERE outcome IS NULL;
CREATE INDEX ix_notices_sent ON notices (sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX ix_outbox_state_outbox_id ON outbox (state, id);
CREATE TRIGGER count_listing_in AFTER INSERT ON listings FOR EACH ROW BEGIN INSERT INTO count_changes (change, measure) VALUES (1, 'listings'); END;
CREATE TRIGGER count_listing_out AFTER DELETE ON listings FOR EACH ROW BEGIN INSERT INTO count_changes (change, measure) VALUES (-1, 'listings'); END;
CREATE TRIGGER count_lead_in AFTER INSERT ON leads FOR EACH ROW BEGIN INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) VALUES (1, 'state', NEW.state, NULL, NEW.right_id, NEW.platform, NEW.region, NEW.level, NEW.disguise, NEW.campaign, NEW.shop_id, NEW.tier, NEW.next_step); INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT 1, 'opened', NULL, date(NEW.opened_at, '+8 hours'), NEW.right_id, NEW.platform, NEW.region, NEW.level, NEW.disguise, NEW.campaign, NEW.shop_id, NEW.tier, NEW.next_step WHERE NEW.state <> 'merged'; END;
CREATE TRIGGER count_lead_out AFTER DELETE ON leads FOR EACH ROW BEGIN INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) VALUES (-1, 'state', OLD.state, NULL, OLD.right_id, OLD.platform, OLD.region, OLD.level, OLD.disguise, OLD.campaign, OLD.shop_id, OLD.tier, OLD.next_step); INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT -1, 'opened', NULL, date(OLD.opened_at, '+8 hours'), OLD.right_id, OLD.platform, OLD.region, OLD.level, OLD.disguise, OLD.campaign, OLD.shop_id, OLD.tier, OLD.next_step WHERE OLD.state <> 'merged'; END;
CREATE TRIGGER count_lead_state AFTER UPDATE ON leads FOR EACH ROW WHEN OLD.state IS NOT NEW.state OR OLD.right_id IS NOT NEW.right_id OR OLD.platform IS NOT NEW.platform OR OLD.region IS NOT NEW.region OR OLD.level IS NOT NEW.level OR OLD.disguise IS NOT NEW.disguise OR OLD.campaign IS NOT NEW.campaign OR OLD.shop_id IS NOT NEW.shop_id OR OLD.tier IS NOT NEW.tier OR OLD.next_step IS NOT NEW.next_step BEGIN INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) VALUES (-1, 'state', OLD.state, NULL, OLD.right_id, OLD.platform, OLD.region, OLD.level, OLD.disguise, OLD.campaign, OLD.shop_id, OLD.tier, OLD.next_step); INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) VALUES (1, 'state', NEW.state, NULL, NEW.right_id, NEW.platform, NEW.region, NEW.level, NEW.disguise, NEW.campaign, NEW.shop_id, NEW.tier, NEW.next_step); END;
CREATE TRIGGER count_lead_opened AFTER UPDATE ON leads FOR EACH ROW WHEN OLD.opened_at IS NOT NEW.opened_at OR OLD.right_id IS NOT NEW.right_id OR OLD.platform IS NOT NEW.platform OR OLD.region IS NOT NEW.region OR OLD.level IS NOT NEW.level OR OLD.campaign IS NOT NEW.campaign OR (OLD.state = 'merged') <> (NEW.state = 'merged') BEGIN INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT -1, 'opened', NULL, date(OLD.opened_at, '+8 hours'), OLD.right_id, OLD.platform, OLD.region, OLD.level, OLD.disguise, OLD.campaign, OLD.shop_id, OLD.tier, OLD.next_step WHERE OLD.state <> 'merged'; INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT 1, 'opened', NULL, date(NEW.opened_at, '+8 hours'), NEW.right_id, NEW.platform, NEW.region, NEW.level, NEW.disguise, NEW.campaign, NEW.shop_id, NEW.tier, NEW.next_step WHERE NEW.state <> 'merged'; END;
CREATE TRIGGER count_lead_decisions AFTER UPDATE ON leads FOR EACH ROW WHEN OLD.right_id IS NOT NEW.right_id OR OLD.platform IS NOT NEW.platform OR OLD.region IS NOT NEW.region OR OLD.level IS NOT NEW.level OR OLD.campaign IS NOT NEW.campaign BEGIN INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT -1, d.verdict, NULL, date(d.decided_at, '+8 hours'), OLD.right_id, OLD.platform, OLD.region, OLD.level, OLD.disguise, OLD.campaign, OLD.shop_id, OLD.tier, OLD.next_step FROM decisions d WHERE d.lead_id = OLD.id AND d.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id); INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT 1, d.verdict, NULL, date(d.decided_at, '+8 hours'), NEW.right_id, NEW.platform, NEW.region, NEW.level, NEW.disguise, NEW.campaign, NEW.shop_id, NEW.tier, NEW.next_step FROM decisions d WHERE d.lead_id = NEW.id AND d.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id); END;
CREATE TRIGGER count_lead_acts AFTER UPDATE ON leads FOR EACH ROW WHEN OLD.right_id IS NOT NEW.right_id OR OLD.platform IS NOT NEW.platform OR OLD.region IS NOT NEW.region OR OLD.level IS NOT NEW.level OR OLD.campaign IS NOT NEW.campaign BEGIN INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT -1, CASE a.act WHEN 'lead.noticed' THEN 'noticed' WHEN 'lead.removed' THEN 'removed' WHEN 'lead.refused' THEN 'refused' WHEN 'lead.contested' THEN 'contested' WHEN 'lead.relisted' THEN 'relisted' WHEN 'lead.pending' THEN 'relisted' END, NULL, date(a.at, '+8 hours'), OLD.right_id, OLD.platform, OLD.region, OLD.level, OLD.disguise, OLD.campaign, OLD.shop_id, OLD.tier, OLD.next_step FROM audit a WHERE a.subject = 'lead:' || OLD.id AND a.act IN ('lead.noticed', 'lead.removed', 'lead.refused', 'lead.contested', 'lead.relisted', 'lead.pending'); INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT 1, CASE a.act WHEN 'lead.noticed' THEN 'noticed' WHEN 'lead.removed' THEN 'removed' WHEN 'lead.refused' THEN 'refused' WHEN 'lead.contested' THEN 'contested' WHEN 'lead.relisted' THEN 'relisted' WHEN 'lead.pending' THEN 'relisted' END, NULL, date(a.at, '+8 hours'), NEW.right_id, NEW.platform, NEW.region, NEW.level, NEW.disguise, NEW.campaign, NEW.shop_id, NEW.tier, NEW.next_step FROM audit a WHERE a.subject = 'lead:' || NEW.id AND a.act IN ('lead.noticed', 'lead.removed', 'lead.refused', 'lead.contested', 'lead.relisted', 'lead.pending'); END;
CREATE TRIGGER count_lead_source AFTER UPDATE ON leads FOR EACH ROW WHEN OLD.right_id IS NOT NEW.right_id OR OLD.platform IS NOT NEW.platform BEGIN INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT -1, CASE d.reason WHEN 'same_mark' THEN 'unlawful' WHEN 'no_licence' THEN 'unlawful' WHEN 'licence_exceeded' THEN 'unlawful' WHEN 'licensed' THEN 'lawful' WHEN 'genuine_resale' THEN 'lawful' END, NULL, NULL, OLD.right_id, OLD.platform, OLD.region, OLD.level, OLD.disguise, OLD.campaign, OLD.shop_id, OLD.tier, OLD.next_step FROM decisions d WHERE d.reason IN ('same_mark', 'no_licence', 'licence_exceeded', 'licensed', 'genuine_resale') AND d.id = (SELECT max(e.id) FROM decisions e WHERE e.lead_id = OLD.id AND e.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = e.id)); INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT 1, CASE d.reason WHEN 'same_mark' THEN 'unlawful' WHEN 'no_licence' THEN 'unlawful' WHEN 'licence_exceeded' THEN 'unlawful' WHEN 'licensed' THEN 'lawful' WHEN 'genuine_resale' THEN 'lawful' END, NULL, NULL, NEW.right_id, NEW.platform, NEW.region, NEW.level, NEW.disguise, NEW.campaign, NEW.shop_id, NEW.tier, NEW.next_step FROM decisions d WHERE d.reason IN ('same_mark', 'no_licence', 'licence_exceeded', 'licensed', 'genuine_resale') AND d.id = (SELECT max(e.id) FROM decisions e WHERE e.lead_id = NEW.id AND e.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = e.id)); END;
CREATE TRIGGER count_decision AFTER INSERT ON decisions FOR EACH ROW BEGIN INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT 1, NEW.verdict, NULL, date(NEW.decided_at, '+8 hours'), l.right_id, l.platform, l.region, l.level, l.disguise, l.campaign, l.shop_id, l.tier, l.next_step FROM leads l WHERE l.id = NEW.lead_id AND NEW.verdict <> 'undo'; INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT 1, 'decided', NULL, date(NEW.decided_at, '+8 hours'), l.right_id, l.platform, l.region, l.level, l.disguise, l.campaign, l.shop_id, l.tier, l.next_step FROM leads l WHERE l.id = NEW.lead_id AND NEW.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.lead_id = NEW.lead_id AND d.id < NEW.id AND d.verdict <> 'undo' AND date(d.decided_at, '+8 hours') = date(NEW.decided_at, '+8 hours')); INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT -1, d.verdict, NULL, date(d.decided_at, '+8 hours'), l.right_id, l.platform, l.region, l.level, l.disguise, l.campaign, l.shop_id, l.tier, l.next_step FROM decisions d JOIN leads l ON l.id = d.lead_id WHERE d.id = NEW.undoes AND d.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id AND u.id < NEW.id); INSERT INTO verdict_repeats (decision_id) SELECT NEW.id WHERE NEW.verdict <> 'undo' AND EXISTS (SELECT 1 FROM decisions d WHERE d.lead_id = NEW.lead_id AND d.id < NEW.id AND d.verdict = NEW.verdict); END;
CREATE TRIGGER count_source AFTER INSERT ON decisions FOR EACH ROW BEGIN INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT -1, CASE d.reason WHEN 'same_mark' THEN 'unlawful' WHEN 'no_licence' THEN 'unlawful' WHEN 'licence_exceeded' THEN 'unlawful' WHEN 'licensed' THEN 'lawful' WHEN 'genuine_resale' THEN 'lawful' END, NULL, NULL, l.right_id, l.platform, l.region, l.level, l.disguise, l.campaign, l.shop_id, l.tier, l.next_step FROM decisions d JOIN leads l ON l.id = d.lead_id WHERE d.reason IN ('same_mark', 'no_licence', 'licence_exceeded', 'licensed', 'genuine_resale') AND d.id = (SELECT max(e.id) FROM decisions e WHERE e.lead_id = NEW.lead_id AND e.id < NEW.id AND e.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = e.id AND u.id < NEW.id)); INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT 1, CASE d.reason WHEN 'same_mark' THEN 'unlawful' WHEN 'no_licence' THEN 'unlawful' WHEN 'licence_exceeded' THEN 'unlawful' WHEN 'licensed' THEN 'lawful' WHEN 'genuine_resale' THEN 'lawful' END, NULL, NULL, l.right_id, l.platform, l.region, l.level, l.disguise, l.campaign, l.shop_id, l.tier, l.next_step FROM decisions d JOIN leads l ON l.id = d.lead_id WHERE d.reason IN ('same_mark', 'no_licence', 'licence_exceeded', 'licensed', 'genuine_resale') AND d.id = (SELECT max(e.id) FROM decisions e WHERE e.lead_id = NEW.lead_id AND e.id <= NEW.id AND e.verdict <> 'undo' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = e.id AND u.id <= NEW.id)); END;
CREATE TRIGGER count_act AFTER INSERT ON audit FOR EACH ROW WHEN NEW.act IN ('lead.noticed', 'lead.removed', 'lead.refused', 'lead.contested', 'lead.relisted', 'lead.pending') BEGIN INSERT INTO count_changes (change, measure, state, day, right_id, platform, region, level, disguise, campaign, shop_id, tier, next_step) SELECT 1, CASE NEW.act WHEN 'lead.noticed' THEN 'noticed' WHEN 'lead.removed' THEN 'removed' WHEN 'lead.refused' THEN 'refused' WHEN 'lead.contested' THEN 'contested' WHEN 'lead.relisted' THEN 'relisted' WHEN 'lead.pending' THEN 'relisted' END, NULL, date(NEW.at, '+8 hours'), l.right_id, l.platform, l.region, l.level, l.disguise, l.campaign, l.shop_id, l.tier, l.next_step FROM leads l WHERE l.id = CAST(substr(NEW.subject, 6) AS BIGINT); INSERT INTO act_repeats (day, audit_id) SELECT date(NEW.at, '+8 hours'), NEW.id WHERE EXISTS (SELECT 1 FROM audit a WHERE a.subject = NEW.subject AND a.id < NEW.id AND CASE a.act WHEN 'lead.noticed' THEN 'noticed' WHEN 'lead.removed' THEN 'removed' WHEN 'lead.refused' THEN 'refused' WHEN 'lead.contested' THEN 'contested' WHEN 'lead.relisted' THEN 'relisted' WHEN 'lead.pending' THEN 'relisted' END = CASE NEW.act WHEN 'lead.noticed' THEN 'noticed' WHEN 'lead.removed' THEN 'removed' WHEN 'lead.refused' THEN 'refused' WHEN 'lead.contested' THEN 'contested' WHEN 'lead.relisted' THEN 'relisted' WHEN 'lead.pending' THEN 'relisted' END); END;
