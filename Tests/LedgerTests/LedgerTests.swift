import Foundation
import Ledger
import Testing

@Suite struct MessageStateTests {
    /// The whole lifecycle as a table: what is not listed is refused. docs/decisions/0004 prints it.
    static let allowed: [MessageState: [MessageEvent: MessageTransition]] = [
        .pending: [
            .mapped: .moves(.mapped), .quarantined: .moves(.quarantined), .foundDuplicate: .moves(.duplicate),
            .foundNotRelevant: .moves(.notRelevant), .rejected: .moves(.rejected), .deferred: .stays,
        ],
        .quarantined: [.resubmitted: .moves(.pending), .discarded: .moves(.rejected)],
    ]

    @Test(arguments: MessageState.allCases, MessageEvent.allCases)
    func everyPair(_ state: MessageState, _ event: MessageEvent) {
        #expect(state.on(event) == Self.allowed[state]?[event] ?? .refused)
    }

    @Test func wordsAreTheirOwn() {
        #expect(Set(MessageState.allCases.map(\.word)).count == MessageState.allCases.count)
        for state in MessageState.allCases { #expect(MessageState(word: state.word) == state) }
        #expect(MessageState(word: "lost") == nil)
    }

    /// The rows hold the numbers: they must never change.
    @Test func numbersAreFixed() {
        #expect(MessageState.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
        #expect(DeliveryState.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
        #expect(Answer.Kind.allCases.map(\.rawValue) == [0, 1, 2])
    }
}

@Suite struct DeliveryStateTests {
    static let allowed: [DeliveryState: [DeliveryEvent: DeliveryState]] = [
        .pending: [.claimed: .claimed, .held: .held, .cancelled: .cancelled],
        .claimed: [
            .delivered: .delivered, .failedForNow: .pending, .failedForGood: .failed, .held: .held, .cancelled: .cancelled,
            .givenBack: .pending,
        ],
        .held: [.released: .pending, .cancelled: .cancelled],
        .failed: [.retried: .pending, .cancelled: .cancelled],
    ]

    @Test(arguments: DeliveryState.allCases, DeliveryEvent.allCases)
    func everyPair(_ state: DeliveryState, _ event: DeliveryEvent) {
        let expected = Self.allowed[state]?[event].map { DeliveryTransition.moves($0) } ?? .refused
        #expect(state.on(event) == expected)
    }

    @Test func whatBlocksALane() {
        let pass = LanePolicy(whenHeld: .pass, whenFailed: .pass)
        #expect(DeliveryState.allCases.filter { $0.blocksLane(under: LanePolicy()) } == [.pending, .claimed, .held, .failed])
        #expect(DeliveryState.allCases.filter { $0.blocksLane(under: pass) } == [.pending, .claimed])
        let mixed = LanePolicy(whenHeld: .wait, whenFailed: .pass)
        #expect(DeliveryState.allCases.filter { $0.blocksLane(under: mixed) } == [.pending, .claimed, .held])
    }
}

/// docs/decisions/0004-states-and-failures.md carries the tables of the code.
@Suite struct StateTableTests {
    static func messageTable() -> String {
        table(
            MessageState.allCases.map(\.word), MessageEvent.allCases.map { "\($0)" },
            MessageState.allCases.map { state in
                MessageEvent.allCases.map { event in
                    switch state.on(event) {
                    case .moves(let next): next.word
                    case .stays: "stays"
                    case .refused: "–"
                    }
                }
            })
    }

    static func deliveryTable() -> String {
        table(
            DeliveryState.allCases.map(\.word), DeliveryEvent.allCases.map { "\($0)" },
            DeliveryState.allCases.map { state in
                DeliveryEvent.allCases.map { event in
                    switch state.on(event) {
                    case .moves(let next): next.word
                    case .refused: "–"
                    }
                }
            })
    }

    private static func table(_ rows: [String], _ columns: [String], _ cells: [[String]]) -> String {
        // Events go down, states across: the table stays narrow enough for a page.
        var lines = [
            "| event | " + rows.joined(separator: " | ") + " |", "|---" + String(repeating: "|---", count: rows.count) + "|",
        ]
        for (index, column) in columns.enumerated() {
            lines.append("| \(column) | " + cells.map { $0[index] }.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }

    @Test func theDocumentSaysWhatTheCodeDoes() throws {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/decisions/0004-states-and-failures.md"), encoding: .utf8)
        #expect(text.contains(Self.messageTable()), "replace the table by:\n\(Self.messageTable())")
        #expect(text.contains(Self.deliveryTable()), "replace the table by:\n\(Self.deliveryTable())")
    }
}
