import Submission
import Testing

@Suite struct SubmissionMachineTests {
    /// Rows: state; columns in the order of `SubmissionEvent.allCases`. `-` does not belong there; `!` marks what differs
    /// when the nation may know of the order (withdrawal-due in place of withdrawn).
    static let table: [SubmissionState: String] = [
        // ready incomplete refused changed withdrawn sent accepted rejected notAnswered resend
        .waiting: "ready waiting waiting waiting withdrawn! - - - - -",
        .ready: "ready waiting waiting ready withdrawn! sent - - - ready",
        .sent: "sent sent sent sent withdrawal-due - accepted rejected not-answered -",
        .accepted: "accepted accepted accepted superseded withdrawal-due - - - - -",
        .rejected: "rejected rejected rejected superseded withdrawn! - - - - ready",
        .notAnswered: "not-answered not-answered not-answered superseded withdrawal-due sent - - - ready",
        .superseded: "superseded superseded superseded superseded superseded - superseded superseded superseded -",
        .withdrawalDue:
            "withdrawal-due withdrawal-due withdrawal-due withdrawal-due withdrawal-due withdrawal-due withdrawn withdrawal-due withdrawal-due withdrawal-due",
        .withdrawn: "withdrawn withdrawn withdrawn withdrawn withdrawn - - - - -",
    ]

    @Test func everyEventInEveryStateIsDecided() throws {
        for state in SubmissionState.allCases {
            let cells = try #require(Self.table[state]).split(separator: " ").map(String.init)
            #expect(cells.count == SubmissionEvent.allCases.count)
            for (event, cell) in zip(SubmissionEvent.allCases, cells) {
                for hasReached in [false, true] {
                    var machine = SubmissionMachine(state, hasReachedNation: hasReached)
                    let belongs = machine.take(event)
                    var expected = cell
                    if cell.hasSuffix("!") { expected = hasReached ? "withdrawal-due" : String(cell.dropLast()) }
                    #expect(belongs == (cell != "-"), "\(state) \(event)")
                    #expect(machine.state.rawValue == (cell == "-" ? state.rawValue : expected), "\(state) \(event)")
                    #expect(machine.hasReachedNation == (hasReached || (belongs && event == .sent)))
                }
            }
        }
    }

    @Test func aWithdrawalNeverGetsLost() {
        // From whatever can be reached, a withdrawal ends in silence or in a notice.
        for state in SubmissionState.allCases where state != .superseded {
            for hasReached in [false, true] {
                var machine = SubmissionMachine(state, hasReachedNation: hasReached)
                let took = machine.take(.withdrawn)
                #expect(took && [.withdrawn, .withdrawalDue].contains(machine.state), "\(state)")
            }
        }
    }
}
