import Canonical
import Diagnostics
import FHIR
import Testing
import Tree

@testable import Routing

@Suite struct RoutingTests {
    static let bundle = """
        {"resourceType":"Bundle","type":"message","entry":[{"resource":{"resourceType":"MessageHeader","eventCoding":{"code":"order-placed"}}},
        {"resource":{"resourceType":"ServiceRequest","status":"active","code":{"coding":[{"system":"https://fhir.nhs.uk/CodeSystem/England-GenomicTestDirectory","code":"R59.3"}]}}}]}
        """
    static let rules = """
        let:
          testCodes: Bundle.entry.resource.ofType(ServiceRequest).code.coding.code
          rare: (%testCodes.where(startsWith('R')))
        routes:
          - { name: everything, when: true, to: [record-store], because: all }
          - name: rare
            when: >-
              %event in ('order-placed' | 'order-changed')
                and %rare.exists()
            to: [phenotypes, record-store]
            because: phenotypes
          - name: other-trust
            when: (%trust = 'RXK')
            to: [other]
            because: nobody
        """
    static let destinations = ["record-store", "phenotypes", "other"]

    func tree() throws -> Tree { try #require(FHIRDocument.parse(Array(Self.bundle.utf8)).tree) }

    @Test func matchingRulesAddTheirDestinationsOnce() throws {
        let (routes, diagnostics) = Routes.load(Self.rules, file: "routes.yaml", destinations: Self.destinations)
        #expect(diagnostics.isEmpty)
        let decision = Router(try #require(routes)).route(
            canonical: try tree(), feed: Feed(name: "rrk-pas", trust: "RRK"), explaining: true)
        #expect(decision.destinations == ["record-store", "phenotypes"])
        #expect(decision.rules.map(\.isMatched) == [true, true, false])
        #expect(
            decision.rules[1].reasons == [
                "%event in ('order-placed' | 'order-changed') is true", "%rare.exists() is true",
            ])
    }

    @Test func firstMatchDecidesWhereAsked() throws {
        let (routes, _) = Routes.load("mode: first\n" + Self.rules, file: "routes.yaml", destinations: Self.destinations)
        let decision = Router(try #require(routes)).route(canonical: try tree(), feed: Feed(name: "rrk-pas", trust: "RRK"))
        #expect(decision.destinations == ["record-store"])
        #expect(decision.rules.map(\.wasAsked) == [true, false, false])
    }

    @Test func everyMistakeIsToldAtOnce() {
        let (routes, diagnostics) = Routes.load(
            """
            let:
              unused: Bundle.entry
            routes:
              - { name: a, when: Bundle.entry.resource, to: [record-stor], because: x }
              - { name: a, when: Bundle.entri.exists(), to: [other], because: x }
              - { name: b, when: '%event', to: [other], because: x }
              - { name: c, to: [], becuase: x }
              - { name: d, to: [other], because: x }
            """, file: "routes.yaml", destinations: Self.destinations)
        #expect(routes == nil)
        let codes = Set(diagnostics.map(\.code))
        #expect(codes.isSuperset(of: ["R101", "R102", "R103", "R105", "R110", "Y111", "Y112"]))
        #expect(diagnostics.contains { $0.code == "R101" && $0.hint == "did you mean record-store?" })
        #expect(diagnostics.contains { $0.message.contains("entri") })
        // What could not be read may be what uses it.
        #expect(!codes.contains("R106"))
    }

    @Test func explanationsHoldNoValueOfTheMessage() throws {
        let (routes, _) = Routes.load(Self.rules, file: "routes.yaml", destinations: Self.destinations)
        let decision = Router(try #require(routes)).route(
            canonical: try tree(), feed: Feed(name: "rrk-pas", trust: "RRK"), explaining: true)
        #expect(!"\(decision)".contains("R59.3"))
    }
}
