import FHIR
import Record
import Submission
import Testing
import Tree

@Suite struct SubmissionBundleTests {
    func text(_ bundle: SubmissionBundle) -> String { String(decoding: bundle.json, as: UTF8.self) }

    @Test func aFirstVersionCreatesAndALaterOneReplaces() throws {
        let first = try Scene().bundle()
        let tree = try #require(JSONReader.read(first.json, dialect: .fhir).tree)
        let entries = tree.children(of: .root, named: "entry")
        #expect(
            entries.compactMap { tree.child(of: $0, named: "resource").map(tree.text) } == [
                "Patient", "ServiceRequest", "Specimen", "Consent", "Task",
            ])
        #expect(entries.allSatisfy { entry in tree.text("request", "method", from: entry) == "POST" })
        #expect(
            tree.text("request", "ifNoneExist", from: entries[0])
                == "identifier=https://fhir.nhs.uk/Id/nhs-number|\(Scene.number)")
        #expect(tree.text("request", "ifNoneExist", from: entries[1]) == "identifier=urn:order|N%201")
        let second = try Scene().bundle(version: 2)
        #expect(text(second).contains(#""method":"PUT","url":"ServiceRequest?identifier=urn:order|N%201""#))
        #expect(first.contentHash == second.contentHash && first.submissionID != second.submissionID)
        #expect(first.correlationID == second.correlationID)
    }

    @Test func itIsTheSameBytesEveryTime() throws {
        #expect(try Scene().bundle() == Scene().bundle())
        #expect(try Scene().bundle().headers.map(\.name) == ["Content-Type", "X-Request-ID", "X-Correlation-ID"])
    }

    @Test func nothingOfTheHubsOwnLeavesTheRegion() throws {
        let json = text(try Scene().bundle())
        #expect(!json.contains("ordering-organisation") && !json.contains("versionId"))
        #expect(!json.contains("Encounter/e") && !json.contains("Practitioner/d"))
        #expect(json.contains(#""requester":{"identifier":{"system":"urn:gmc","value":"C1"}}"#))
        #expect(!json.contains(#""encounter""#))
    }

    @Test func ofAPedigreeMemberNothingThatIdentifiesLeaves() throws {
        var scene = Scene()
        scene.participant.kind = .pedigreeOnly
        scene.consent = nil
        scene.choices = ConsentChoices()
        let json = text(try scene.bundle())
        for secret in [Scene.number, "Hobson", "Ada", "ZZ99", "M1", "1970-01-01"] {
            #expect(!json.contains(secret), "\(secret)")
        }
        #expect(json.contains(#""birthDate":"1970""#))
    }

    @Test func theRegistrationWithTheTracedNumberGoesForAll() throws {
        var scene = Scene()
        let other = scene.patient.replacing(#""id":"p""#, by: #""id":"q""#)
        scene.patient =
            #"{"resourceType":"Patient","id":"p","active":false,"identifier":[{"system":"urn:rrk","value":"M2"}],"link":[{"other":{"reference":"Patient/q"},"type":"replaced-by"}]}"#
        scene.more = [("Patient", other)]
        let json = text(try scene.bundle())
        #expect(json.contains(#""subject":{"reference":"Patient/q"}"#) && !json.contains("Patient/p"))
    }

    @Test func aWithdrawalNoticeCarriesNoClinicalContent() throws {
        var scene = Scene()
        scene.choices.withdrawal = .full
        let notice = try #require(SubmissionBundle.withdrawalNotice(scene.snapshot, order: "o", version: 1))
        let json = text(notice)
        #expect(json.contains(#""status":"cancelled""#) && json.contains(#""status":"inactive""#))
        #expect(!json.contains("R59.3") && !json.contains("Hobson") && !json.contains("119297000"))
        #expect(JSONReader.read(notice.json, dialect: .fhir).tree != nil)
    }

    @Test func theStubTakesItOnceAndRefusesRubbish() throws {
        var stub = NationalStub()
        let bundle = try Scene().bundle()
        let first = stub.receive(bundle.json, requestID: bundle.submissionID)
        #expect(first.status == 200)
        guard case .accepted(let locations) = SubmissionAnswer.parse(status: first.status, body: first.body) else {
            Issue.record("not accepted")
            return
        }
        #expect(locations.count == 5)
        #expect(stub.receive(bundle.json, requestID: bundle.submissionID) == first)
        // Under another id the business identifiers still make it one.
        _ = stub.receive(bundle.json, requestID: "other")
        #expect(stub.held.count == 5 && stub.held.values.allSatisfy { $0.version == 1 })
        let update = try Scene().bundle(version: 2)
        _ = stub.receive(update.json, requestID: update.submissionID)
        #expect(stub.held.count == 5 && stub.held.values.allSatisfy { $0.version == 2 })

        let refused = stub.receive(
            Array(
                #"{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Patient","id":"x"}}]}"#
                    .utf8), requestID: nil)
        #expect(refused.status == 422)
        guard case .rejected(let issues) = SubmissionAnswer.parse(status: refused.status, body: refused.body) else {
            Issue.record("not rejected")
            return
        }
        #expect(issues.contains { $0.detail == "IDENTIFIER" && $0.place == "Bundle.entry[0].resource.identifier" })
        #expect(stub.receive([0x7B], requestID: nil).status == 400)
    }
}

@Suite struct SubmissionAnswerTests {
    @Test(arguments: [
        (200, "", "not-answered"), (200, "<html>", "not-answered"), (503, "", "not-answered"), (429, "", "not-answered"),
        (401, "", "not-answered"), (422, "", "rejected"), (200, #"{"resourceType":"Patient","id":"x"}"#, "not-answered"),
        (
            200, #"{"resourceType":"Bundle","type":"transaction-response","entry":[{"response":{"status":"201 Created"}}]}"#,
            "accepted"
        ),
        (
            200, #"{"resourceType":"Bundle","type":"transaction-response","entry":[{"response":{"status":"422 X"}}]}"#,
            "rejected"
        ),
        (200, #"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid"}]}"#, "rejected"),
        (200, #"{"resourceType":"OperationOutcome","issue":[{"severity":"information","code":"informational"}]}"#, "accepted"),
    ])
    func answersAreRead(status: Int, body: String, expected: String) {
        let answer = SubmissionAnswer.parse(status: status, body: Array(body.utf8))
        let word =
            switch answer {
            case .accepted: "accepted"
            case .rejected: "rejected"
            case .notAnswered: "not-answered"
            }
        #expect(word == expected)
    }

    @Test func whatTheServiceRepeatsOfAPersonIsNotKept() {
        let body =
            #"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"Ada Hobson 1970","details":{"coding":[{"code":"Ada Hobson"}],"text":"Ada"},"expression":["Patient.where(name='Ada')"]}]}"#
        let answer = SubmissionAnswer.parse(status: 422, body: Array(body.utf8))
        #expect(answer.detail == "error invalid")
    }
}
