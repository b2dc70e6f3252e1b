/// A message structure (`ADT_A01`): its segments and groups in order, as flat elements.
///
/// Element 0 is the message itself. A group's children are `children`, a contiguous range of elements; CHOICE groups of the
/// standard are not groups here: their alternatives carry the same `choice` and stand one beside another.
package struct Structure: Hashable, Sendable {
    package struct Element: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case segment, group
            /// ANYHL7SEGMENT: any segment that stands nowhere else in the structure.
            case anySegment
        }
        package var kind: Kind
        /// Without the structure's prefix: `PATIENT_RESULT`.
        package var name: String
        /// `name` of a segment, packed (`SegmentID`).
        package var id: SegmentID
        package var isRequired: Bool
        package var repeats: Bool
        /// Elements with the same number, not zero, are alternatives.
        package var choice: UInt16 = 0
        package var parent: Int
        package var children: Range<Int> = 0..<0
        /// A prior result's groups hold another order's data: they are entered by their PID only.
        var isPrior: Bool = false
        /// Its segments and groups go to the group above it, so that a map reads kindred messages alike: 2.7 and later put a
        /// group around what stood there before (the ORC of a result, the findings on a specimen), OML^O35 and OUL^R23 one
        /// around the orders for each container.
        package var isTransparent: Bool = false
        /// The document of an order: its OBX is told from a finding by the TXA that follows.
        var isDocument: Bool { kind == .group && name == "ORDER_DOCUMENT" }
    }

    package var name: String
    package var elements: [Element]

    /// The segments and groups directly below the message.
    package var root: Range<Int> { elements[0].children }

    /// What a message's tree has directly below the element: without transparent groups, whose members stand there instead.
    package func members(of element: Element) -> [Element] {
        element.children.flatMap { elements[$0].isTransparent ? members(of: elements[$0]) : [elements[$0]] }
    }

    /// Whether the segment stands anywhere in the structure.
    package func contains(_ segment: SegmentID) -> Bool {
        elements.contains { $0.kind == .segment && $0.id == segment }
    }

    /// The element of a group, by its names from the message down: `["PATIENT_RESULT", "ORDER_OBSERVATION"]`.
    package func group(_ path: [String]) -> Element? {
        var current = elements[0]
        for name in path {
            guard let next = current.children.first(where: { elements[$0].kind == .group && elements[$0].name == name })
            else { return nil }
            current = elements[next]
        }
        return current
    }

    /// Every path of group names under which the segment or group stands: `OBX` of ORU_R01 gives
    /// `[["PATIENT_RESULT", "ORDER_OBSERVATION", "OBSERVATION"], …]`.
    package func paths(to name: String) -> [[String]] {
        elements.indices.dropFirst().filter { elements[$0].name == name }.map { index in
            var path: [String] = []
            var at = elements[index].parent
            while at != 0 {
                path.append(elements[at].name)
                at = elements[at].parent
            }
            return path.reversed()
        }
    }
}

/// A segment's name of three characters in one integer, so that comparing costs one instruction.
package struct SegmentID: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package var rawValue: UInt32

    @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }

    @inlinable package init(_ a: UInt8, _ b: UInt8, _ c: UInt8) {
        rawValue = UInt32(a) << 16 | UInt32(b) << 8 | UInt32(c)
    }

    /// The three bytes at `start`.
    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer, at start: Int) {
        self.init(bytes[start], bytes[start + 1], bytes[start + 2])
    }

    /// Nil when the name is not of three ASCII bytes.
    package init?(_ name: some StringProtocol) {
        let bytes = Array(name.utf8)
        guard bytes.count == 3, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        self.init(bytes[0], bytes[1], bytes[2])
    }

    package init(stringLiteral value: StaticString) {
        self = value.withUTF8Buffer { $0.count == 3 ? SegmentID($0[0], $0[1], $0[2]) : SegmentID(0, 0, 0) }
    }

    package var bytes: [UInt8] {
        [
            UInt8(truncatingIfNeeded: rawValue >> 16), UInt8(truncatingIfNeeded: rawValue >> 8),
            UInt8(truncatingIfNeeded: rawValue),
        ]
    }

    /// A capital letter and two capital letters or digits (chapter 2.5.2 "Segments").
    @inlinable package var isValid: Bool {
        func letter(_ b: UInt32) -> Bool { b >= 65 && b <= 90 }
        func digit(_ b: UInt32) -> Bool { b >= 48 && b <= 57 }
        let a = rawValue >> 16 & 255
        let b = rawValue >> 8 & 255
        let c = rawValue & 255
        return letter(a) && (letter(b) || digit(b)) && (letter(c) || digit(c))
    }

    @inlinable package var isLocal: Bool { rawValue >> 16 == 0x5A }

    package var description: String { String(decoding: bytes, as: UTF8.self) }
}
