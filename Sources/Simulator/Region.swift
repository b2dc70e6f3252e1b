// Simulator: a synthetic region that talks like the real one.
//
// Owns: invented people (NHS numbers 999…, valid check digits), their journeys (registered, admitted, referred, consent,
// specimen, result, discharge, merge, withdrawal, death), the dialects of eighteen trusts and one laboratory, and a share of
// what goes wrong. One seed gives one sequence, byte for byte.
//
// Pure: no task, no clock, no randomness but the seed's. Memory is bounded by the number of open journeys; people outside the
// cohort are computed from their number and never stored. Nothing can be lost when it stops.

import Canonical

/// The messages of a synthetic region, one after the other, without end.
///
///     var region = Region(seed: 42)
///     let message = region.next()      // message.feed, message.body, message.truth
///
/// Costs a few microseconds a message; the caller decides the rate.
package struct Region: Sendable, Sequence, IteratorProtocol {
    let seed: UInt64
    let trusts: [SimulatedTrust]
    let settings: Settings
    var random: SeededGenerator
    var clock: SimulatedClock
    var journeys: [Journey] = []
    /// Cohort people so far; the next journey is about the next one.
    var started = 0
    /// Control ids, one counter for all feeds.
    var controlNumber = 0
    /// The last control number of each trust, by place in `trusts`; nil before its first.
    var lastControl: [Int?]
    /// Made already, to be handed out next (the duplicate of what went out before).
    var waiting: SimulatedMessage?

    package struct Settings: Sendable, Hashable {
        /// Share of messages that are about people outside the cohort.
        package var outsideShare = 0.7
        /// Share of messages that are bad in some way (quarantined, duplicate, reused control id).
        package var faultShare = 0.02
        /// How many cohort people are under way at once.
        package var openJourneys = 400
        /// When the region's story begins (local time). All eighteen trusts were open then.
        package var start = SimulatedTime(year: 2016, month: 3, day: 1, hour: 7)
        /// Seconds between messages in the story, on average; nights pass at once.
        package var pace = 20
        /// MSH-11: T says that nobody is real, so that no message enters a production hub.
        package var processingID = "T"

        package init() {}
    }

    package init(seed: UInt64, trusts: [SimulatedTrust] = SimulatedTrust.westMidlands, settings: Settings = Settings()) {
        precondition(!trusts.isEmpty, "a region has trusts")
        self.seed = seed
        self.trusts = trusts
        self.settings = settings
        random = SeededGenerator(seed: seed)
        clock = SimulatedClock(settings.start)
        lastControl = Array(repeating: nil, count: trusts.count)
        for _ in 0..<Swift.max(1, settings.openJourneys) { journeys.append(newJourney()) }
    }

    /// The feeds that this region's messages come from, in the order of the trusts; the laboratory last.
    package var feeds: [String] {
        trusts.map(\.feed) + (trusts.contains { $0.ods == "RQ3" } ? [SimulatedTrust.laboratory.feed] : [])
    }

    package mutating func next() -> SimulatedMessage? { nextMessage() }

    /// `next()` without the optional: the sequence has no end.
    package mutating func nextMessage() -> SimulatedMessage {
        if let message = waiting {
            waiting = nil
            return message
        }
        clock.advance(by: 1 + random.below(UInt64(Swift.max(1, settings.pace * 2))))
        controlNumber += 1
        if random.chance(settings.faultShare) { return fault() }
        if random.chance(settings.outsideShare) { return outsider() }
        return step()
    }

    // MARK: the cohort

    private mutating func newJourney() -> Journey {
        let number = started
        started += 1
        let trust = Int(random.below(UInt64(trusts.count)))
        return Journey(
            number: number, person: Person(number: Person.cohortNumber(number), seed: seed), trust: trust, owner: trusts[trust],
            random: &random)
    }

    /// The next thing that happens to one of the people under way.
    private mutating func step() -> SimulatedMessage {
        let place = Int(random.below(UInt64(journeys.count)))
        // What the step needs is taken out first: a copy of the region would copy every journey.
        let context = context
        let message = journeys[place].step(context)
        if journeys[place].isFinished { journeys[place] = newJourney() }
        return message
    }

    // MARK: everybody else

    /// One message of a trust's patient administration about somebody whom the programme has no reason to know.
    mutating func outsider() -> SimulatedMessage {
        let number = Person.outsideNumber(random.below(UInt64(Person.outsideCount)))
        let person = Person(number: number, seed: seed)
        let home = person.homeTrust(of: trusts.count)
        let trust = trusts[home]
        lastControl[home] = controlNumber
        let event = Region.outsideEvents[Int(random.below(UInt64(Region.outsideEvents.count)))]
        let visit = Visit(
            number: Int(number & 0xFFFF), isOutpatient: event == .attend, isMoved: event == .transfer,
            isFinished: event == .discharge)
        var truth = Truth(
            messageType: event.spoken(in: trust.dialect).messageType, event: event.event, person: number, isOfCohort: false,
            expectation: .notRelevant)
        if trust.dialect.speaksFHIR {
            truth.messageType = "Bundle"
            truth.event =
                event == .discharge ? .encounterFinished : event.isAboutVisit ? .encounterStarted : .personUpdated
            return FHIRDraft(trust: trust, context: context).message(person, event.isAboutVisit ? visit : nil, truth)
        }
        var draft = Draft(trust: trust, context: context)
        draft.patientEvent(event, person, visit)
        return draft.message(truth)
    }

    private static let outsideEvents: [PatientEvent] = [
        .register, .admit, .attend, .attend, .updateVisit, .updateVisit, .updatePerson, .updatePerson, .transfer, .discharge,
    ]

    /// What every message of this moment shares.
    var context: Draft.Context {
        Draft.Context(time: clock.now, controlNumber: controlNumber, processingID: settings.processingID)
    }
}
