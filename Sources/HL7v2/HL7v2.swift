// HL7v2: one syntax, read and written.
//
// Owns: the ER7 reader and writer (delimiters, escapes, character sets, batches), MLLP framing, the schema of 2.3 to 2.8.2
// (segments, data types, message structures, tables), the tolerant grouping of segments and acknowledgements.
//
// Two levels. `Message` is bytes with a flat index of their separators: the hot path that reads a few values and writes
// back, byte for byte what came in where nothing was changed. `MessageReader` fills a `Tree` for mapping, validation and
// FHIRPath. Neither knows the other's users.
//
// It runs no task and keeps no state but the schemas, parsed once a version on first use (about 1 MB each). Memory is
// bounded by `Limits` (bytes, segments, fields, repetitions, nodes of one message). Nothing is lost when it stops.
