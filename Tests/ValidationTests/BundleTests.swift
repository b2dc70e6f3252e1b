import Testing

@testable import Validation

@Suite struct BundleTests {
    private static let base = "https://example.test/fhir"

    private func entry(_ url: String?, _ resource: String) -> String {
        "{" + (url.map { #""fullUrl":"\#($0)","# } ?? "") + #""resource":\#(resource)}"#
    }

    private func bundle(_ type: String, _ entries: String...) -> String {
        #"{"resourceType":"Bundle","type":"\#(type)","entry":[\#(entries.joined(separator: ","))]}"#
    }

    private func observation(of subject: String) -> String {
        #"{"resourceType":"Observation","status":"final","code":{"text":"a"},"subject":{"reference":"\#(subject)"}}"#
    }

    private let patient = #"{"resourceType":"Patient","id":"p"}"#

    @Test func referencesAreFoundByFullURL() {
        let good = bundle(
            "collection", entry("\(Self.base)/Patient/p", patient),
            entry("urn:uuid:6f2d3c1e-58f4-4b7a-9a3e-0f6d3f0b7c11", observation(of: "\(Self.base)/Patient/p")))
        #expect(errors(good) == [])
        let relative = bundle(
            "collection", entry("\(Self.base)/Patient/p", patient),
            entry("\(Self.base)/Observation/o", observation(of: "Patient/p").replacing(id: "o")))
        #expect(errors(relative) == [])
    }

    @Test func aUUIDThatNoEntryHasIsAnError() {
        let text = bundle(
            "collection", entry("\(Self.base)/Patient/p", patient),
            entry(
                "urn:uuid:6f2d3c1e-58f4-4b7a-9a3e-0f6d3f0b7c11",
                observation(of: "urn:uuid:6f2d3c1e-58f4-4b7a-9a3e-0f6d3f0b7c12")))
        #expect(errors(text) == ["bundle-reference"])
    }

    @Test func whatIsNotInTheBundleMayBeElsewhere() {
        let text = bundle("collection", entry("\(Self.base)/Observation/o", observation(of: "Patient/q").replacing(id: "o")))
        #expect(errors(text) == [])
    }

    @Test func entriesNeedFullURLs() {
        #expect(errors(bundle("collection", entry(nil, patient))) == ["bundle-fullurl"])
        #expect(errors(bundle("collection", entry("Patient/p", patient))) == ["bundle-fullurl"])
        #expect(errors(bundle("collection", entry("\(Self.base)/Patient/q", patient))) == ["bundle-fullurl"])
        let transaction =
            #"{"resourceType":"Bundle","type":"transaction","entry":[{"resource":\#(patient),"request":{"method":"PUT","url":"Patient/p"}}]}"#
        #expect(errors(transaction) == [])
    }

    @Test func aDocumentHoldsWhatItsCompositionIsTiedTo() {
        let author = #"{"resourceType":"Practitioner","id":"a"}"#
        func document(_ more: String...) -> [String] {
            let composition =
                #"{"resourceType":"Composition","id":"c","status":"final","type":{"text":"t"},"subject":{"reference":"Patient/p"},"date":"2024","author":[{"reference":"Practitioner/a"}],"title":"t"}"#
            let entries =
                [
                    entry("\(Self.base)/Composition/c", composition), entry("\(Self.base)/Patient/p", patient),
                    entry("\(Self.base)/Practitioner/a", author),
                ] + more
            return errors(
                #"{"resourceType":"Bundle","type":"document","identifier":{"system":"https://example.test","value":"1"},"timestamp":"2024-01-01T00:00:00Z","entry":[\#(entries.joined(separator: ","))]}"#
            )
        }
        #expect(document() == [])
        // Also by a reference to what the Composition refers to.
        #expect(
            document(entry("\(Self.base)/Observation/o", observation(of: "Patient/p").replacing(id: "o"))) == [])
        #expect(
            document(entry("\(Self.base)/Observation/o", observation(of: "Patient/q").replacing(id: "o"))) == ["bundle-orphan"])
    }

    @Test func aReferenceRefersToTheTypesThatItMay() {
        let text = bundle(
            "collection", entry("\(Self.base)/Organization/p", #"{"resourceType":"Organization","id":"p","name":"a"}"#),
            entry(
                "\(Self.base)/Encounter/e",
                #"{"resourceType":"Encounter","id":"e","status":"planned","class":{"code":"AMB"},"subject":{"reference":"Organization/p"}}"#
            ))
        #expect(errors(text) == ["reference-target"])
    }

    @Test func aDocumentHoldsWhatItsCompositionRefersTo() {
        let composition =
            #"{"resourceType":"Composition","id":"c","status":"final","type":{"text":"a"},"subject":{"reference":"Patient/q"},"date":"2024-01-01","author":[{"display":"b"}],"title":"c"}"#
        let text =
            #"{"resourceType":"Bundle","type":"document","timestamp":"2024-01-01T10:00:00Z","identifier":{"system":"https://example.test/a","value":"b"},"entry":[\#(entry("\(Self.base)/Composition/c", composition))]}"#
        #expect(errors(text) == ["bundle-reference"])
    }

    @Test func containedReferencesAreFound() {
        #expect(errors(##"{"resourceType":"Patient","managingOrganization":{"reference":"#a"}}"##) == ["fhir-reference"])
    }

    @Test func theSaidTypeIsTheTypeOfTheAddress() {
        let text = #"{"resourceType":"Patient","managingOrganization":{"reference":"Organization/1","type":"Practitioner"}}"#
        #expect(errors(text).contains("reference-type"))
        let logical = #"{"resourceType":"Patient","managingOrganization":{"type":"Hospital","display":"a"}}"#
        #expect(errors(logical) == [])
        #expect(warnings(logical).contains("reference-type"))
    }
}

extension String {
    /// The resource with an id.
    fileprivate func replacing(id: String) -> String { "{\"id\":\"\(id)\"," + dropFirst() }
}

@Suite struct SearchSetTests {
    private func set(_ search: String, _ resource: String) -> String {
        #"""
        {"resourceType":"Bundle","type":"searchset","link":[{"relation":"self","url":"https://example.test/fhir/Patient?name=a"}],
         "entry":[{"fullUrl":"urn:uuid:6f2d3c1e-58f4-4b7a-9a3e-0f6d3f0b7c11","resource":\#(resource),"search":{"mode":"\#(search)"}}]}
        """#
    }

    @Test func matchesAreWhatWasSearchedFor() {
        #expect(errors(set("match", #"{"resourceType":"Patient","id":"a"}"#)) == [])
        #expect(errors(set("match", #"{"resourceType":"Patient"}"#)) == ["bundle-search"])
        #expect(errors(set("match", #"{"resourceType":"Basic","id":"a","code":{"text":"b"}}"#)) == ["bundle-search"])
        #expect(errors(set("include", #"{"resourceType":"Basic","id":"a","code":{"text":"b"}}"#)) == [])
        #expect(errors(set("outcome", #"{"resourceType":"Patient","id":"a"}"#)) == ["bundle-search"])
    }

    /// In the rule the version is part of what is compared.
    @Test func twoEntriesOfOneVersionAreToo() {
        func bundle(_ first: String, _ second: String) -> [String] {
            let entries = [first, second].map { version in
                #"{"fullUrl":"https://a.test/Patient/1","resource":{"resourceType":"Patient","id":"1","meta":{"versionId":"\#(version)"}}}"#
            }
            return errors(#"{"resourceType":"Bundle","type":"collection","entry":[\#(entries.joined(separator: ","))]}"#)
        }
        #expect(bundle("1", "2") == [])
        #expect(!bundle("1", "1").isEmpty)
    }

    /// Health cards number the entries of their bundle.
    @Test func otherSchemesAreSchemes() {
        let text = #"""
            {"resourceType":"Bundle","type":"collection","entry":[
             {"fullUrl":"resource:0","resource":{"resourceType":"Patient","name":[{"family":"Osei"}]}},
             {"fullUrl":"resource:1","resource":{"resourceType":"Observation","status":"final","code":{"text":"a"},
              "subject":{"reference":"resource:0"}}}]}
            """#
        #expect(errors(text) == [])
    }
}
