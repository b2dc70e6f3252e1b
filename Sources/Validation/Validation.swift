// Validation: whether a FHIR text says what FHIR R4 allows, as the official validator judges it.
//
// Owns: the judgement of whole documents (`ResourceValidator`): the reader's and the structure's problems (from `FHIR`),
// values, codes, references, bundles, narratives, FHIR's own invariants (by `FHIRPath`), vital signs, questionnaires,
// definitions, and the profiles that are at hand (UK Core, NHS England genomics).
// It runs no task and keeps nothing between calls but tables; its memory is bounded by the reader's limits and by the
// budget of each expression. What is not known here (a profile, a code system, an extension) is never an error.
