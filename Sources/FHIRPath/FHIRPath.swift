// FHIRPath: the expression language of mappings, routing rules, validation and console filters.
//
// Owns: the grammar (N1 and the R4 additions) as a flat syntax tree (`Expression`), its compiled form (`Program`), the
// values (`Value`, `Items`), the functions (`FunctionLibrary`), evaluation over `Tree`s (`EvaluationContext`) and static
// typing (`TypeChecker` over a `TypeModel` that is handed in). It knows neither HL7 v2 nor FHIR: a host brings types,
// more functions and, through `TermSyntax`, more kinds of terms.
// It runs no task and keeps no global state. Memory and time are bounded by the context's `Budget` and by the depth
// limits of parser and evaluator; nothing can be lost when it stops.
//
//     let program = try Program("name.where(use = 'official').family")
//     var context = EvaluationContext(trees: [tree], model: model)
//     for item in try program.evaluate(in: &context) { … }
