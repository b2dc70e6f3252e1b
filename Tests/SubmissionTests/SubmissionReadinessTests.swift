import Canonical
import Record
import Submission
import Testing

@Suite struct SubmissionReadinessTests {
    func missing(_ scene: Scene) -> [String] {
        if case .incomplete(let missing) = scene.readiness() { return missing.map(\.code) }
        return []
    }

    @Test func aWholeOrderIsReady() throws {
        guard case .ready(let permit) = Scene().readiness() else {
            Issue.record("\(String(describing: Scene().readiness()))")
            return
        }
        #expect(permit.purpose == .programme && !permit.isMasked && permit.epoch == 1)
    }

    @Test(arguments: [
        (#","given":["Ada"]"#, "", "P-2"), (#""family":"Hobson","#, "", "P-3"), (#","birthDate":"1970-01-01""#, "", "P-4"),
        (#","gender":"female""#, "", "P-10"),
    ])
    func eachElementOfThePatientIsAsked(old: String, new: String, code: String) {
        var scene = Scene()
        scene.patient = scene.patient.replacing(old, by: new)
        #expect(missing(scene) == [code])
    }

    @Test func withoutAVerifiedNumberALocalOneAndAReasonAreNeeded() {
        var scene = Scene()
        scene.patient = scene.patient.replacing(#""code":"01""#, by: #""code":"02""#)
        #expect(missing(scene) == [])
        scene.patient = scene.patient.replacing(#",{"system":"urn:rrk","value":"M1"}"#, by: "")
        #expect(missing(scene) == ["P-16"])
        scene.patient =
            #"{"resourceType":"Patient","id":"p","identifier":[{"system":"urn:rrk","value":"M1"}],"name":[{"family":"Hobson","given":["Ada"]}],"gender":"female","birthDate":"1970-01-01"}"#
        #expect(missing(scene) == ["P-17"])
    }

    @Test func theRequestAndTheSampleAreAsked() {
        var scene = Scene()
        scene.order = scene.order.replacing("England-GenomicTestDirectory", by: "Local")
        #expect(missing(scene) == ["TR-5"])
        scene = Scene()
        scene.order = scene.order.replacing(#""status":"active""#, by: #""status":"draft""#)
        #expect(missing(scene) == ["TR-3"])
        scene = Scene()
        scene.specimen = nil
        #expect(missing(scene) == ["PS-2", "PS-10", "PS-11"])
        scene = Scene()
        scene.specimen = scene.specimen?.replacing(
            #""collectedDateTime":"2026-01-02T10:00:00Z""#, by: #""method":{"text":"x"}"#)
        #expect(missing(scene) == ["PS-10"])
    }

    @Test func anOrderThatWasReportedBeforeItWasSentStillGoes() {
        var scene = Scene()
        scene.order = scene.order.replacing(#""status":"active""#, by: #""status":"completed""#)
        guard case .ready = scene.readiness() else {
            Issue.record("\(String(describing: scene.readiness()))")
            return
        }
    }

    @Test func consentDecides() {
        var scene = Scene()
        scene.choices.programme = .unrecorded
        #expect(missing(scene) == ["ROD-5"])
        scene.choices.programme = .no
        #expect(scene.readiness() == .refused(.declined))
        scene.choices = ConsentChoices(programme: .yes, withdrawal: .full)
        #expect(scene.readiness() == .withdrawn)
        // A withdrawal overtakes what is missing.
        scene.specimen = nil
        #expect(scene.readiness() == .withdrawn)
        scene = Scene()
        scene.choices.decider = .parent
        scene.participant.birthDate = CalendarDate("2009-12-31")
        #expect(scene.readiness() == .refused(.reconsentDue))
    }

    @Test func aCancelledOrderIsToldOnlyToANationThatKnowsIt() {
        var scene = Scene()
        scene.order = scene.order.replacing(#""status":"active""#, by: #""status":"revoked""#)
        #expect(scene.readiness() == .cancelled)
        guard case .ready = scene.readiness(hasReachedNation: true) else {
            Issue.record("a known order must be cancelled")
            return
        }
    }
}
