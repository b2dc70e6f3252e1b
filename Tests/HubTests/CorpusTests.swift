import Canonical
import Diagnostics
import Foundation
import HL7v2
import Mapping
import Operations
import Testing

extension WholeHub {
    /// Real messages that others wrote, as the feeds they suit: at least 98 % of the structurally valid ones are mapped, and every
    /// quarantine names a rule, a place or a cause, and what to do.
    @Suite struct CorpusTests {
        static let feedOfFolder = ["simhospital": "simhospital", "itk": "itk", "nw-gmsa": "nw-gmsa", "v2-to-fhir": "any-hl7v2"]

        @Test(.enabled(if: Built.shared != nil, "the corpus is not beside the package (../shared or HUB_SHARED)"))
        func atLeastNinetyEightOfAHundredAreMapped() throws {
            let corpus = try #require(Built.shared).appending(path: "corpus/hl7v2")
            let package = Built.package.path(percentEncoded: false)
            let (configured, found) = HubConfiguration.load(from: package + "/Config", environmentVariables: [:])
            let configuration = try #require(configured, "\(found)")
            let (loaded, diagnostics) = Release.load(
                from: package + "/Mappings", overlays: Set(configuration.feeds.compactMap(\.overlay)).sorted())
            let release = try #require(loaded, "\(diagnostics)")

            var total = (valid: 0, mapped: 0)
            for (folder, feedName) in Self.feedOfFolder.sorted(by: { $0.key < $1.key }) {
                let feed = try #require(configuration.feed(named: feedName))
                let mapper = Mapper(
                    release: release, feed: feed, identity: RegionalIdentity(key: Array("a key of the corpus test".utf8)),
                    environment: .test)
                var here = (valid: 0, mapped: 0)
                var reasons: [String: Int] = [:]
                let files = try FileManager.default.contentsOfDirectory(
                    at: corpus.appending(path: folder), includingPropertiesForKeys: nil)
                for file in files.sorted(by: { $0.path < $1.path }) where file.pathExtension == "hl7" {
                    let bytes = Array(try Data(contentsOf: file))
                    let isValid = MessageReader().read(bytes).isUsable
                    let result = mapper.map(bytes)
                    if isValid { here.valid += 1 }
                    if result.outcome == .mapped {
                        if isValid { here.mapped += 1 }
                        #expect(result.event != nil && !result.json.isEmpty)
                    } else {
                        reasons[result.reason?.code ?? "?", default: 0] += 1
                        let errors = result.issues.filter { $0.severity == .error }
                        #expect(!errors.isEmpty, "\(file.lastPathComponent) is quarantined without an error")
                    }
                }
                let why = reasons.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
                print(
                    "corpus \(folder): \(here.mapped) of \(here.valid) structurally valid messages mapped\(why.isEmpty ? "" : "; quarantined: \(why)")"
                )
                total = (total.valid + here.valid, total.mapped + here.mapped)
            }
            let share = Double(total.mapped) / Double(max(1, total.valid)) * 100
            print(
                "corpus: \(total.mapped) of \(total.valid) structurally valid messages mapped, \(String(format: "%.1f", share)) %"
            )
            #expect(total.valid > 500)
            #expect(share >= 98)
        }
    }
}
