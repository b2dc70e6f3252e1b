import Diagnostics
import FHIRPath
import Testing

/// Times of typical expressions, printed when `HUB_MEASURE` is set (in a release build).
@Suite struct MeasurementTests {
    static let expressions = [
        "name.family", "birthDate", "Patient.name.given", "identifier.where(system = 'urn:oid:1.2.3').value",
        "name.where(use = 'official').given.first()", "active = true", "birthDate < today()",
        "name.exists(use = 'usual') and gender = 'female'", "identifier[0].value.matches('^[0-9]{10}$')",
        "name.select(given.first() & ' ' & family)", "descendants().count()", "1.5 + 2.25 * 3",
    ]

    @Test(.enabled(if: TextFile.environment("HUB_MEASURE") != nil)) func times() throws {
        let message = [("PID-8", true), ("PID-3.1", true), ("PID-3.where(CX.4 = 'B').select(CX.1)", true)]
        for (text, isMessage) in Self.expressions.map({ ($0, false) }) + message {
            let program = try Program(text, terms: HostTests.Dialect())
            var context = isMessage ? EvaluationContext(trees: [HostTests.message()]) : Fixture.context()
            context.budget = Budget(steps: .max, memory: .max)
            let clock = ContinuousClock()
            var best = Duration.seconds(1000)
            var count = 0
            for _ in 0..<7 {
                let time = try clock.measure { for _ in 0..<20_000 { count &+= try program.evaluate(in: &context).count } }
                best = min(best, time)
            }
            #expect(count > 0)
            let nanoseconds = Double(best.components.attoseconds) / 1e9 / 20_000
            print("FHIRPath time: \(Int(nanoseconds.rounded())) ns  \(text)")
        }
    }
}
