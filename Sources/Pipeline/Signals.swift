import ServiceLifecycle

/// Who wakes whom: an accepted message wakes the mapper, a commit the deliverers, an applied change the submission; and who
/// stands back for whom.
///
/// As a service it also raises every signal four times a second, so that what becomes due by the clock alone (a retry, a
/// lane released by a person) is seen without a timer each.
package final class Signals: Service {
    package let accepted = WorkSignal()
    package let recordChanged = WorkSignal()
    package let consentChanged = WorkSignal()
    package let precedence = Precedence()
    private let destinations: [String: WorkSignal]

    package init(destinations: [String]) {
        self.destinations = Dictionary(uniqueKeysWithValues: destinations.map { ($0, WorkSignal()) })
    }

    package func delivery(_ destination: String) -> WorkSignal { destinations[destination]! }

    /// The record has something new: for the submission, and for what waits for consent.
    package func raiseRecordChanged() {
        recordChanged.raise()
        consentChanged.raise()
    }

    package func raiseDeliveries() { for signal in destinations.values { signal.raise() } }

    package func run() async throws {
        while !Task.isShuttingDownGracefully {
            do {
                try await cancelWhenGracefulShutdown { try await Task.sleep(for: .milliseconds(250)) }
            } catch { break }
            accepted.raise()
            raiseRecordChanged()
            raiseDeliveries()
        }
        // Everybody looks once more and sees that it is time to stop.
        accepted.raise()
        raiseRecordChanged()
        raiseDeliveries()
    }
}
