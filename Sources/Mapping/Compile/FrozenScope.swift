import Diagnostics
import HL7v2
import Synchronization

/// The part of a scope that terms need.
struct FrozenScope: Sendable {
    var frames: [ScopeFrame]
    var isHL7: Bool
    var trustLists: Set<String>
    var localSegments: [String: LocalSegment]
    var versions: [Version]?
    /// Names of variables that hold segments or groups, with which.
    var structured: [String: String] = [:]

    init(_ scope: Scope) {
        for variable in scope.variables { structured[variable.name] = variable.structure }
        frames = scope.frames
        isHL7 = scope.isHL7
        trustLists = scope.trustLists
        localSegments = scope.localSegments
        versions = scope.versions
    }

    /// The segment or group that was meant: one of the frames, else of the message, else any.
    func closePlace(to name: String) -> String? {
        var near: Set<String> = []
        for frame in frames {
            switch frame.kind {
            case .segment(let segment): near.insert(segment)
            case .group(_, let group): near.insert(group)
            case .message, .value: break
            }
        }
        let inMessage = Set(structures.flatMap { $0.elements.dropFirst().map(\.name) })
        return closeName(to: name, among: near.sorted()) ?? closeName(to: name, among: inMessage.sorted())
            ?? closeName(to: name, among: HL7Types.allSegments.union(HL7Types.allGroups).sorted())
    }

    /// Of the message that is read.
    var structures: [Structure] {
        for frame in frames { if case .message(let structures) = frame.kind { return structures } }
        return []
    }
}

/// Terms of one expression, by the offset at which they begin, and how far out they looked.
final class TermLog: Sendable {
    private let terms = Mutex<[Int: ResolvedTerm]>([:])
    private let outermost = Mutex(Int.max)

    func record(_ term: ResolvedTerm, at offset: Int) { terms.withLock { $0[offset] = term } }
    subscript(offset: Int) -> ResolvedTerm? { terms.withLock { $0[offset] } }
    var all: [Int: ResolvedTerm] { terms.withLock { $0 } }

    /// Notes that the meaning of a term depends on this frame and those inside it.
    func ask(frame: Int) { outermost.withLock { $0 = min($0, frame) } }
    /// The outermost frame that decides; beyond all of them when none does.
    var reach: Int { outermost.withLock { $0 } }
}
