/// One trust's part of the region's story, each message with the facts that it says: what a mapping is held against.
///
///     for told in Rehearsal(of: trust, seed: 42, journeys: 10) { told.message; told.facts }
///
/// Every journey has every step, so every kind of message is there, the laboratory's about this trust's patients too.
package struct Rehearsal: Sequence, Sendable {
    package struct Telling: Sendable {
        package var step: String
        package var message: SimulatedMessage
        /// What the canonical message must say, no more and no less.
        package var facts: Set<Fact>
    }

    private let trust: SimulatedTrust
    private let seed: UInt64
    private let journeys: Int

    package init(of trust: SimulatedTrust, seed: UInt64, journeys: Int) {
        self.trust = trust
        self.seed = seed
        self.journeys = journeys
    }

    package func makeIterator() -> IndexingIterator<[Telling]> {
        (0..<journeys).flatMap(tellings).makeIterator()
    }

    private func tellings(of index: Int) -> [Telling] {
        let choices: [ConsentChoice] = [.given, .refusedResearch, .toFollow, .declined]
        let number = index * SimulatedTrust.westMidlands.count + trust.place
        var journey = Journey(
            number: number, person: Person(number: Person.cohortNumber(number), seed: seed), trust: trust.place, owner: trust,
            referral: Referral.all[(index + trust.place) % Referral.all.count], consent: choices[index % choices.count])
        // Half of the journeys are in summer.
        var clock = SimulatedClock(SimulatedTime(year: 2016, month: index % 2 == 0 ? 3 : 7, day: 1 + index % 20, hour: 9))
        return Journey.Step.allCases.enumerated().map { place, step in
            clock.advance(by: 247)
            let context = Draft.Context(time: clock.now, controlNumber: number * 100 + place, processingID: "T")
            let message = journey.message(step, context, journey.truth(of: step))
            return Telling(step: "\(step)", message: message, facts: journey.facts(of: step, at: clock.now))
        }
    }
}
