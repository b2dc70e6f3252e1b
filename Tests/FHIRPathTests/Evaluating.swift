import Diagnostics
import FHIR
import FHIRPath
import Tree

/// An invented patient and a bundle around her, and short ways to evaluate over them.
enum Fixture {
    static let patient = FHIRDocument.parse(
        Array(
            """
            {"resourceType": "Patient", "id": "p1", "active": true,
             "contained": [{"resourceType": "Organization", "id": "o1", "name": "Trust One"}],
             "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000026"},
                            {"system": "urn:oid:1.2.3", "value": "M-17", "period": {"start": "2020-01-01"}}],
             "name": [{"use": "official", "family": "Example", "given": ["Ada", "Bea"]},
                      {"use": "usual", "family": "Test", "given": ["Ada"]}],
             "gender": "female", "birthDate": "1980-02-29",
             "_birthDate": {"extension": [{"url": "http://example.org/time", "valueDateTime": "1980-02-29T08:15:00Z"}]},
             "multipleBirthInteger": 2,
             "managingOrganization": {"reference": "#o1"}}
            """.utf8)
    ).tree!

    static func context(_ tree: Tree = patient) -> EvaluationContext {
        var context = EvaluationContext(trees: [tree], model: FHIRTypeModel.r4)
        context.now = PartialDateTime("2026-11-23T14:30:00.000Z".utf8, as: .dateTime)
        return context
    }

    static func evaluate(_ text: String, on tree: Tree = patient) throws(Diagnostic) -> [String] {
        var context = context(tree)
        let items = try Program(text).evaluate(in: &context)
        return items.map { context.system($0).flatMap(\.text) ?? "(structure)" }
    }
}
