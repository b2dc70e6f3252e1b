import Canonical
import Diagnostics
import FHIR
import FHIRPath
import Foundation
import Tree

extension MicroBenchmarks {
    /// Ten expressions as maps, routes and readers ask them, over a Patient of some 40 elements.
    func expressions() throws {
        let document = FHIRDocument.parse(Array(Self.patient.utf8))
        guard let tree = document.tree else { throw Diagnostics(document.diagnostics) }
        print("\n| FHIRPath over a Patient of \(tree.nodes.count) nodes | ns, median | lowest–highest of 5 |\n|---|---|---|")
        for text in Self.asked {
            let program = try Program(text)
            var context = EvaluationContext(trees: [tree], model: FHIRTypeModel.r4)
            _ = try program.evaluate(in: &context)
            let measured = Measurement.take(text, seconds: 0.2) {
                for _ in 0..<1000 {
                    context.budget = Budget()
                    keep((try? program.evaluate(in: &context))?.count)
                }
                return 1000
            }
            let nanoseconds = measured.runs.map { Int(1e9 / $0) }
            let name = text.replacingOccurrences(of: "|", with: "\\|")
            print(
                "| `\(name)` | \(Int(1e9 / measured.perSecond)) | \(nanoseconds.min() ?? 0)–\(nanoseconds.max() ?? 0) |")
        }
    }

    private static let asked = [
        "name.family",
        "identifier.where(system = 'https://fhir.nhs.uk/Id/nhs-number').value",
        "name.where(use = 'official').given.first()",
        "telecom.where(system = 'phone' and use = 'mobile').exists()",
        "birthDate < @2000-01-01",
        "(name.given | name.family).join(' ')",
        "iif(gender = 'male', 'M', 'F')",
        "extension.where(url.endsWith('ethnicity')).value.coding.code",
        "identifier.where(value.matches('^[0-9]{10}$')).system",
        "address.all(country = 'GBR') and active",
    ]

    private static let patient = """
        {"resourceType":"Patient","id":"p1","extension":[{"url":"https://example.org/ethnicity","valueCodeableConcept":\
        {"coding":[{"system":"https://example.org/ethnic","code":"A","display":"British"}]}}],"identifier":[{"type":{"coding":\
        [{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]},"system":"https://example.org/mrn",\
        "value":"A1234567"},{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}],"active":true,"name":[{"use":\
        "official","family":"Meadow","given":["Fern","Juniper"],"prefix":["Ms"]},{"use":"maiden","family":"Brook"}],"telecom":\
        [{"system":"phone","value":"01632 960001","use":"home"},{"system":"phone","value":"07700 900001","use":"mobile"},\
        {"system":"email","value":"fern@example.org"}],"gender":"female","birthDate":"1980-02-29","address":[{"use":"home",\
        "line":["1 Field Lane"],"city":"Leeds","postalCode":"LS1 1AA","country":"GBR"}]}
        """
}
