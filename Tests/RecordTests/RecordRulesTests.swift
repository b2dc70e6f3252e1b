import Canonical
import FHIR
import Record
import Testing
import Tree

@Suite struct RelevanceTests {
    static func facts(_ event: Event, _ resources: String = "") throws -> MessageFacts {
        MessageFacts(
            try tree(
                #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"MessageHeader","eventCoding":{"code":"\#(event.rawValue)"}}}\#(resources)]}"#
            ))
    }

    @Test func ordersOpenTheCohortAndAdmissionsDoNot() throws {
        let opening: Set<Event> = [
            .orderPlaced, .orderChanged, .orderCancelled, .consentGiven, .consentWithdrawn, .specimenCollected,
            .specimenReceived, .phenotypeObserved, .documentIssued,
        ]
        for event in Event.allCases {
            let facts = try Self.facts(event)
            #expect(facts.event == event)
            #expect(Relevance.decide(facts, known: true) == .known)
            #expect(Relevance.decide(facts, known: false) == (opening.contains(event) ? .opens : .notRelevant), "\(event)")
        }
    }

    @Test func aResultOpensTheCohortOnlyWhenItIsGenomic() throws {
        let blood = #",{"resource":{"resourceType":"DiagnosticReport","id":"r","code":{"coding":[{"code":"58410-2"}]}}}"#
        let genomic =
            #",{"resource":{"resourceType":"DiagnosticReport","id":"r","code":{"coding":[{"system":"https://fhir.nhs.uk/CodeSystem/England-GenomicTestDirectory","code":"R59.3"}]}}}"#
        #expect(Relevance.decide(try Self.facts(.resultReported, blood), known: false) == .notRelevant)
        #expect(Relevance.decide(try Self.facts(.resultReported, genomic), known: false) == .opens)
    }

    @Test func brokenEntriesAreCounted() throws {
        let twice = #",{"resource":{"resourceType":"Task","id":"r"}},{"resource":{"resourceType":"Task","id":"r"}}"#
        #expect(try Self.facts(.orderPlaced, twice).brokenEntries == 1)
        #expect(try Self.facts(.orderPlaced, #",{"resource":{"resourceType":"Task"}}"#).brokenEntries == 1)
    }
}

@Suite struct ConsentReadingTests {
    static func consent(_ members: String) throws -> ConsentStatement {
        ConsentStatement(try tree(#"{"resourceType":"Consent","id":"c",\#(members)}"#))
    }
    static let discussion = #""scope":{"coding":[{"code":"treatment"}]}"#
    static let research = #""scope":{"coding":[{"code":"research"}]}"#

    static func choices(_ statements: (String, Milliseconds)...) throws -> ConsentChoices {
        ConsentChoices(combining: try statements.map { .init(try consent($0.0), at: $0.1) })
    }

    @Test func aRecordOfDiscussionIsTheProgrammesConsent() throws {
        let choices = try Self.choices(
            (#""status":"active",\#(Self.discussion),"dateTime":"2026-01-05","provision":{"type":"permit"}"#, 0))
        #expect(choices.programme == .yes)
        #expect(choices.research == .unrecorded)
        #expect(choices.givenOn == CalendarDate("2026-01-05"))
    }

    @Test func theResearchQuestionIsAskedApart() throws {
        let choices = try Self.choices(
            (#""status":"active",\#(Self.discussion),"dateTime":"2026-01-05""#, 0),
            (#""status":"rejected",\#(Self.research),"dateTime":"2026-01-05","provision":{"type":"deny"}"#, 0))
        #expect(choices.programme == .yes)
        #expect(choices.research == .no)
        #expect(choices.withdrawal == .none)
    }

    @Test func aFormToFollowDecidesNothing() throws {
        let choices = try Self.choices((#""status":"proposed",\#(Self.discussion)"#, 0))
        #expect(choices.programme == .undecided)
    }

    @Test func anInactiveFormIsAWithdrawalAndALaterOneTakesItBack() throws {
        let given = #""status":"active",\#(Self.discussion),"dateTime":"2026-01-05""#
        let withdrawn = #""status":"inactive",\#(Self.discussion),"dateTime":"2026-02-05""#
        let again = #""status":"active",\#(Self.discussion),"dateTime":"2026-03-05""#
        #expect(try Self.choices((given, 0), (withdrawn, 0)).withdrawal == .full)
        // Whatever the order of arrival.
        #expect(try Self.choices((withdrawn, 0), (given, 9)).withdrawal == .full)
        #expect(try Self.choices((given, 0), (withdrawn, 0), (again, 0)).withdrawal == .none)
    }

    @Test func onOneDayTheWithdrawalDecides() throws {
        let given = #""status":"active",\#(Self.discussion),"dateTime":"2026-01-05""#
        let withdrawn = #""status":"inactive",\#(Self.discussion),"dateTime":"2026-01-05""#
        #expect(try Self.choices((withdrawn, 0), (given, 9)).withdrawal == .full)
    }

    @Test func aPartialWithdrawalSaysSo() throws {
        let partial =
            #""status":"inactive",\#(Self.discussion),"category":[{"coding":[{"code":"withdrawal-partial"}]}],"dateTime":"2026-02-05""#
        let choices = try Self.choices((#""status":"active",\#(Self.discussion),"dateTime":"2026-01-01""#, 0), (partial, 0))
        #expect(choices.withdrawal == .partial)
        #expect(choices.withdrawnOn == CalendarDate("2026-02-05"))
        #expect(choices.programme == .yes)
    }

    @Test func consentToShareTheCareRecordSaysNothingHere() throws {
        let share =
            #""status":"rejected","scope":{"coding":[{"code":"patient-privacy"}]},"category":[{"coding":[{"code":"INFA"}]}]"#
        #expect(try Self.choices((share, 0)) == ConsentChoices())
    }

    @Test func aPrivacyConsentThatIsADocumentIsNoRecordOfDiscussion() throws {
        let privacy =
            #""status":"active","scope":{"coding":[{"code":"patient-privacy"}]},"category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"provision":{"type":"permit"}"#
        #expect(try Self.choices((privacy, 0)) == ConsentChoices())
    }

    @Test(arguments: [
        #""policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTOUT"}]}"#,
        #""policyRule":{"coding":[{"code":"OPTOUTE"}]}"#,
        #""policyRule":{"coding":[{"system":"urn:ietf:rfc:3986","code":"http://hl7.org/fhir/ConsentPolicy/opt-out"}]}"#,
        #""policy":[{"authority":"https://example.org"},{"uri":"http://hl7.org/fhir/ConsentPolicy/opt-out"}]"#,
    ])
    func anActiveOptOutIsANo(_ policy: String) throws {
        let out = #"\#(policy),"dateTime":"2026-01-05""#
        let choices = try Self.choices(
            (#""status":"active",\#(Self.discussion),\#(out)"#, 0), (#""status":"active",\#(Self.research),\#(out)"#, 0))
        #expect(choices.programme == .no)
        #expect(choices.research == .no)
        let given = out.replacing("OPTOUTE", with: "OPTIN").replacing("OPTOUT", with: "OPTIN").replacing(
            "opt-out", with: "opt-in")
        #expect(try Self.choices((#""status":"active",\#(Self.discussion),\#(given)"#, 0)).programme == .yes)
    }

    @Test func theNationalFormsAreUnderstood() throws {
        let form =
            #""status":"active","scope":{"coding":[{"code":"patient-privacy"}]},"category":[{"coding":[{"code":"RESEARCH"}]},{"coding":[{"system":"https://fhir.nhs.uk/CodeSystem/patient-choice-category-genomics","code":"child"}]}],"dateTime":"2026-01-01","provision":{"type":"deny","provision":[{"type":"permit","purpose":[{"code":"HRESCH"}]}]}"#
        let choices = try Self.choices((form, 0))
        #expect(choices.programme == .yes)
        #expect(choices.research == .yes)
        #expect(choices.decider == .parent)
    }

    @Test func anErrorIsAsIfNeverSaid() throws {
        #expect(try Self.choices((#""status":"entered-in-error",\#(Self.discussion)"#, 0)) == ConsentChoices())
    }
}

@Suite struct LocationHidingTests {
    @Test func addressContactsAndPracticeAreGone() throws {
        let patient = try tree(
            #"{"resourceType":"Patient","id":"a","extension":[{"url":"urn:place","valueAddress":{"text":"X"}}],"identifier":[{"value":"1"}],"name":[{"family":"Q"}],"telecom":[{"value":"0"}],"birthDate":"1970-01-01","address":[{"text":"X"}],"contact":[{"name":{"family":"X"}}],"generalPractitioner":[{"display":"X"}]}"#
        )
        let redacted = text(LocationHiding.redact(patient, .root, type: .patient))
        #expect(
            redacted
                == #"{"resourceType":"Patient","id":"a","identifier":[{"value":"1"}],"name":[{"family":"Q"}],"birthDate":"1970-01-01"}"#
        )
    }

    @Test func ofARelativeOnlyTheRelationshipIsLeft() throws {
        let relative = try tree(
            #"{"resourceType":"RelatedPerson","id":"a","patient":{"reference":"Patient/p"},"relationship":[{"text":"mother"}],"name":[{"family":"Q"}],"telecom":[{"value":"0"}]}"#
        )
        let redacted = text(LocationHiding.redact(relative, .root, type: .relatedPerson))
        #expect(
            redacted
                == #"{"resourceType":"RelatedPerson","id":"a","patient":{"reference":"Patient/p"},"relationship":[{"text":"mother"}]}"#
        )
    }

    @Test func directCareSeesEverything() {
        #expect(!LocationHiding.applies(to: .patient, purpose: .directCare))
        #expect(LocationHiding.applies(to: .patient, purpose: .programme))
        #expect(!LocationHiding.applies(to: .specimen, purpose: .research))
    }
}

@Suite struct CalendarDateTests {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (1_709_164_800_123, "2024-02-29T00:00:00.123Z"),
        (-1, "1969-12-31T23:59:59.999Z"), (4_102_444_799_999, "2099-12-31T23:59:59.999Z"),
    ])
    func instantsAreWrittenInUTC(milliseconds: Int64, written: String) {
        #expect(instantText(milliseconds) == written)
    }

    @Test(arguments: ["", "19", "1970-1-1", "1970-13", "1970-00-01", "1970-01-32", "1970-01-01x", "abcd"])
    func nonsenseIsNoDate(written: String) { #expect(CalendarDate(written) == nil) }

    @Test func everyRecordedTypeHasItsName() {
        #expect(RecordedType.serviceRequest.name == "ServiceRequest")
        for type in RecordedType.allCases { #expect(RecordedType(type.name) == type) }
        #expect(RecordedType("Nonsense") == nil)
    }

    @Test func aVersionIsSaidInItsMeta() {
        let plain = Array(#"{"resourceType":"Task","id":"x","status":"draft"}"#.utf8)
        #expect(
            text(VersionMeta.adding(to: plain, version: 3, recordedAt: 0, feed: "f", controlID: "a b"))
                == #"{"resourceType":"Task","id":"x","meta":{"versionId":"3","lastUpdated":"1970-01-01T00:00:00.000Z","source":"https://genomics-hub.example/feed/f#a%20b"},"status":"draft"}"#
        )
        let own = Array(#"{"resourceType":"Task","id":"x","meta":{"profile":["p"]}}"#.utf8)
        #expect(
            text(VersionMeta.adding(to: own, version: 1, recordedAt: 0, feed: "f", controlID: nil))
                == #"{"resourceType":"Task","id":"x","meta":{"versionId":"1","lastUpdated":"1970-01-01T00:00:00.000Z","source":"https://genomics-hub.example/feed/f","profile":["p"]}}"#
        )
    }
}
