import Diagnostics
import HL7v2
import Testing
import Tree

/// Nothing that comes in may trap. The seed is fixed: a failure is found again.
@Suite struct FuzzTests {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let tokens: [[UInt8]] =
        [
            "|", "^", "~", "\\", "&", "\r", "\n", "\r\n", "\"\"", "\\X", "\\.sp99\\", "\\X00\\", "MSH|", "OBX|", "NTE|", "SPM|",
            "ORC|", "PID|",
            "PV1|", "ZZZ|", "\u{0B}", "\u{1C}\r", "|||||||||", "~~~~", "^^^^", "&&&&", "\\E", "\\\\", "BHS|", "BTS|9", "é",
        ].map { Array($0.utf8) } + [[0xFF], [0x00], [0xC3], [0xED, 0xA0, 0x80], [0x80]]

    private func mutate(_ bytes: [UInt8], _ random: inout Generator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let at = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: if at < bytes.count { bytes[at] = UInt8.random(in: 0...255, using: &random) }
            case 1: bytes.insert(contentsOf: FuzzTests.tokens.randomElement(using: &random)!, at: at)
            case 2: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 0...20, using: &random)))
            case 3: bytes = Array(bytes[..<at])
            case 4:
                let end = min(bytes.count, at + Int.random(in: 0...80, using: &random))
                bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &random))
            default:
                // Swap two lines: segments out of order.
                var lines = bytes.split(separator: 0x0D, omittingEmptySubsequences: false)
                if lines.count > 2 {
                    lines.swapAt(
                        Int.random(in: 1..<lines.count, using: &random), Int.random(in: 1..<lines.count, using: &random))
                    bytes = Array(lines.joined(separator: [0x0D]))
                }
            }
        }
        return bytes
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func mutationsNeverTrapAndNothingIsLost(_ seed: UInt64) throws {
        var random = Generator(state: seed)
        var usable = 0
        let orders = Array(Fixture.orders.text.replacing("ORU^R01^ORU_R01", with: "OML^O21^OML_O21").utf8)
        for round in 0..<1_500 {
            let bytes = mutate([Fixture.admission, Fixture.orders, orders][round % 3], &random)
            let grouped = MessageReader(defaultCharset: round.isMultiple(of: 2) ? nil : .windows1252).read(bytes)
            let flat = MessageReader(groups: false).read(bytes)
            #expect(grouped.isUsable == flat.isUsable)
            #expect(grouped.isUsable || grouped.issues.contains { $0.severity == .error })
            _ = Header(peeking: bytes)
            let batch = Batch(splitting: bytes)
            for entry in batch.entries { #expect(entry.range.upperBound <= bytes.count) }
            _ = MessageJSON.render(bytes)
            guard grouped.isUsable else { continue }
            usable += 1
            // Grouping moves segments but keeps every one.
            let sources = { (tree: Tree) in tree.segments().map { tree[$0].source }.sorted() }
            #expect(sources(grouped.tree) == sources(flat.tree), "seed \(seed) round \(round)")
            #expect(grouped.tree.leaves().count == flat.tree.leaves().count)
            for id in grouped.tree.nodes.indices {
                let node = grouped.tree.nodes[id]
                #expect(Int(node.start) + Int(node.length) <= grouped.tree.bytes.count)
            }
            if round.isMultiple(of: 10) {
                for leaf in grouped.tree.leaves() { _ = grouped.tree.hl7Path(of: leaf) }
            }
            var message = try Message(bytes)
            #expect(message.bytes == bytes)
            let paths = grouped.tree.leaves().compactMap { grouped.tree.sourcePath(of: $0) }
            if let path = paths.randomElement(using: &random), message.set("x|y\rPID|\\", at: path) {
                #expect(message.count("PID") == (try Message(bytes)).count("PID"), "seed \(seed) round \(round)")
            }
        }
        #expect(usable > 500)
    }

    @Test func streamsOfNoiseNeverTrap() {
        var random = Generator(state: 7)
        var decoder = MLLP.Decoder(limit: 50)
        for _ in 0..<5_000 {
            let noise = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                [0x0B, 0x1C, 0x0D, 0x41].randomElement(using: &random)! as UInt8
            }
            _ = decoder.append(noise)
            #expect(decoder.pending <= 50)
        }
    }

    @Test func noiseIsNoMessage() {
        var random = Generator(state: 9)
        for _ in 0..<2_000 {
            let noise = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            _ = MessageReader().read(noise)
            _ = MessageReader().read(Array("MSH".utf8) + noise)
            _ = MessageReader().read(Array("MSH|^~\\&|".utf8) + noise)
            _ = Batch(splitting: noise)
        }
    }
}
