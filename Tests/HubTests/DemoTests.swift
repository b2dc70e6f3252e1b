import AMQP
import Foundation
import Testing

extension WholeHub {
    /// The whole way on the real private broker, in one run of the demonstration.
    @Suite(.enabled(if: PrivateBroker.isInstalled, "rabbitmq-server is not installed")) struct DemoTests {
        @Test func everyMessageOfTheRegionIsAccountedFor() async throws {
            let found = try await hub("demo", "--messages", "3000", "--json", "--port", "0")
            #expect(found.status == 0, "\(found.output)\n\(found.errors)")
            let last = try #require(found.output.split(separator: "\n").last)
            let balance = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
            func number(_ name: String, in object: [String: Any]? = nil) -> Int { ((object ?? balance)[name] as? Int) ?? -1 }
            #expect(number("imbalance") == 0)
            #expect(number("published") == 3000)
            #expect(number("received") == 3000)
            #expect(number("pending") == 0)
            #expect(number("mapped") > 0 && number("quarantined") > 0 && number("notRelevant") > 0 && number("duplicate") > 0)
            let outcomes = ["pending", "mapped", "quarantined", "duplicate", "notRelevant", "rejected"].map { number($0) }
            #expect(outcomes.reduce(0, +) == 3000)
            #expect(balance["surprises"] as? [String] == [])

            let destinations = try #require(balance["destinations"] as? [String: [String: Any]])
            let record = try #require(destinations["record-store"])
            #expect(number("delivered", in: record) == number("mapped"))
            #expect(number("recordReceipts") == number("delivered", in: record))
            #expect(number("recordRecalls") > 0, "nobody whom the feeds spoke of before was referred")
            let nation = try #require(destinations["national-submission"])
            #expect(number("delivered", in: nation) > 0, "no complete and consented order reached the national stub")
            #expect(number("failed", in: nation) == 0)
        }
    }
}
