-- The views, which are what users may rely on, and the triggers: made anew after every migration, so that a migration
-- that rebuilds a table loses neither. A change here needs a new revision (it may be empty), or older databases keep
-- the old views. Statements end with a semicolon at the end of a line that holds nothing else.

-- One row a work. The cited edition speaks first, the preprint where it is silent.
CREATE VIEW papers AS
SELECT
  work.key AS key,
  work.type AS type,
  coalesce(cited.title, preprint.title) AS title,
  (
    SELECT group_concat(name, '; ')
    FROM (SELECT author.name FROM author WHERE author.edition_id = cited.id ORDER BY author.position)
  ) AS authors,
  CAST(substr(cited.issued, 1, 4) AS INTEGER) AS year,
  cited.issued AS issued,
  coalesce(cited.submitted, preprint.submitted) AS submitted,
  coalesce(cited.updated, preprint.updated) AS updated,
  coalesce(cited.container_title_short, cited.container_title, cited.event_title) AS venue,
  coalesce(
    cited.arxiv_id,
    preprint.arxiv_id,
    (
      SELECT identifier.value FROM identifier
      WHERE identifier.work_id = work.id AND identifier.scheme = 'arxiv'
      ORDER BY identifier.position LIMIT 1
    )
  ) AS arxiv_id,
  coalesce(cited.version, preprint.version) AS version,
  coalesce(cited.primary_category, preprint.primary_category) AS primary_category,
  coalesce(
    cited.doi,
    preprint.doi,
    (
      SELECT identifier.value FROM identifier
      WHERE identifier.work_id = work.id AND identifier.scheme = 'doi'
      ORDER BY identifier.position LIMIT 1
    )
  ) AS doi,
  coalesce(
    cited.url,
    preprint.url,
    (
      SELECT link.url FROM link
      WHERE link.work_id = work.id AND link.role = 'subject'
      ORDER BY link.document_id, link.position LIMIT 1
    )
  ) AS url,
  coalesce(cited.abstract, preprint.abstract) AS abstract,
  (
    SELECT group_concat(path, '; ')
    FROM (
      SELECT section.path FROM entry JOIN section ON section.id = entry.section_id
      WHERE entry.work_id = work.id
      GROUP BY section.path
      ORDER BY min(entry.document_id), min(entry.position)
    )
  ) AS sections,
  work.listed AS listed
FROM work
LEFT JOIN edition AS cited ON cited.id = work.cited_edition_id
LEFT JOIN edition AS preprint ON preprint.id = (
  SELECT other.id FROM edition AS other
  WHERE other.work_id = work.id AND other.kind = 'preprint'
  ORDER BY other.position LIMIT 1
)
;

-- One row an entry, in the order of the lists.
CREATE VIEW reading_list AS
SELECT
  document.path AS document,
  entry.line AS line,
  section.path AS section,
  entry.label AS label,
  entry.date AS date,
  entry.title AS title,
  entry.note AS note,
  work.key AS key,
  (
    SELECT identifier.value FROM identifier
    WHERE identifier.work_id = work.id AND identifier.scheme = 'arxiv'
    ORDER BY identifier.position LIMIT 1
  ) AS arxiv_id,
  (
    SELECT identifier.value FROM identifier
    WHERE identifier.work_id = work.id AND identifier.scheme = 'doi'
    ORDER BY identifier.position LIMIT 1
  ) AS doi
FROM entry
JOIN document ON document.id = entry.document_id
LEFT JOIN section ON section.id = entry.section_id
LEFT JOIN work ON work.id = entry.work_id
ORDER BY document.position, document.container, document.path, entry.position
;

-- One row an author of a work's cited edition.
CREATE VIEW authors AS
SELECT
  work.key AS key,
  author.position AS position,
  author.name AS name,
  author.given AS given,
  author.family AS family,
  author.suffix AS suffix,
  author.literal AS literal
FROM work
JOIN author ON author.edition_id = work.cited_edition_id
;

-- One row a link.
CREATE VIEW links AS
SELECT
  work.key AS key,
  document.path AS document,
  link.line AS line,
  section.path AS section,
  link.url AS url,
  link.text AS text,
  link.role AS role,
  link.kind AS kind,
  link.scheme AS scheme,
  link.value AS value,
  link.version AS version
FROM link
JOIN document ON document.id = link.document_id
LEFT JOIN section ON section.id = link.section_id
LEFT JOIN entry ON entry.id = link.entry_id
LEFT JOIN work ON work.id = coalesce(link.work_id, entry.work_id)
;

-- One row a field of what a source last said about one of a work's identifiers.
CREATE VIEW claims AS
SELECT
  work.key AS key,
  record.kind AS edition,
  claim.key AS field,
  claim.value AS value,
  record.source AS source,
  record.retrieved_at AS retrieved_at,
  EXISTS (
    SELECT 1 FROM edition, json_each(edition.origin) AS won
    WHERE edition.work_id = work.id AND edition.kind = record.kind
      AND won.key = claim.key AND won.value = record.source
  ) AS wins
FROM record
JOIN identifier ON identifier.scheme = record.scheme AND identifier.value = record.value
JOIN work ON work.id = identifier.work_id
JOIN json_each(record.fields) AS claim
WHERE NOT EXISTS (
  SELECT 1 FROM record AS later
  WHERE later.scheme = record.scheme AND later.value = record.value
    AND later.source = record.source AND later.kind = record.kind
    AND (later.retrieved_at, later.id) > (record.retrieved_at, record.id)
)
;

-- A work that goes leaves the search index with it, whoever deletes it.
CREATE TRIGGER work_leaves_search AFTER DELETE ON work
BEGIN
  DELETE FROM search WHERE rowid = old.id;
END
;
