import Testing

@testable import Validation

/// Reports against the measure that they hold.
@Suite struct MeasureReportTests {
    private func population(_ code: String, criteria: Bool) -> String {
        let coding = #"{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/measure-population","code":"\#(code)"}]}"#
        let more = criteria ? #","criteria":{"language":"text/fhirpath","expression":"true"}"# : ""
        return #"{"code":\#(coding)\#(more)}"#
    }

    private func report(
        _ populations: [String], score: String = #","measureScore":{"value":0.5}"#, type: String = "summary",
        scoring: String = "proportion"
    ) -> [String] {
        let wanted = ["initial-population", "numerator"].map { population($0, criteria: true) }.joined(separator: ",")
        let own = populations.map { population($0, criteria: false) }.joined(separator: ",")
        return errors(
            ##"""
            {"resourceType":"MeasureReport","status":"complete","type":"\##(type)","measure":"#m",
             "period":{"start":"2024-01-01","end":"2024-12-31"},"contained":[{"resourceType":"Measure","id":"m","status":"active",
              "scoring":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/measure-scoring","code":"\##(scoring)"}]},
              "group":[{"population":[\##(wanted)]}]}],
             "group":[{"population":[\##(own)]\##(score)}]}
            """##)
    }
    private let both = ["initial-population", "numerator"]

    @Test func populationsAreTheMeasures() {
        #expect(report(both) == [])
        #expect(report(["initial-population"]) == ["measure-report"])
        #expect(report(both + ["numerator"]) == ["measure-report"])
        #expect(report(both + ["denominator"]) == ["measure-report"])
    }

    @Test func aScoreIsOfItsKind() {
        #expect(report(both, score: "") == ["measure-score"])
        #expect(report(both, score: #","measureScore":{"unit":"%"}"#) == ["measure-score"])
        #expect(report(both, score: #","measureScore":{"value":1.5}"#) == ["measure-score"])
        #expect(report(both, score: #","measureScore":{"value":0.5,"unit":"1"}"#) == ["measure-score"])
        #expect(report(both, scoring: "cohort") == ["measure-score"])
        #expect(report(both, type: "data-collection").contains("measure-score"))
        #expect(report(both, score: "", scoring: "cohort") == [])
    }
}
