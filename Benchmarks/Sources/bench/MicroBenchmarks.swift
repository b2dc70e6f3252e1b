import BareScan
import Canonical
import Diagnostics
import FHIR
import FHIRPath
import Foundation
import HL7v2
import Mapping
import Simulator
import Tree

/// What one core does with messages in memory.
struct MicroBenchmarks {
    let project: String
    let adt: [[UInt8]]
    let oru: [[UInt8]]
    let oml: [[UInt8]]
    /// An admission with all that an English hospital says of it.
    let admission: [[UInt8]]

    init(project: String) throws {
        self.project = project
        var adt: [[UInt8]] = []
        var oru: [[UInt8]] = []
        var oml: [[UInt8]] = []
        var region = Region(seed: 5)
        while adt.count < 500 || oml.count < 100 {
            let message = region.nextMessage()
            guard case .mapped = message.truth.expectation, message.body.starts(with: "MSH".utf8) else { continue }
            if message.truth.messageType.hasPrefix("ADT"), adt.count < 500 { adt.append(message.body) }
            if message.truth.messageType.hasPrefix("OML"), oml.count < 100 { oml.append(message.body) }
        }
        // The corpus beside the project, where it is; the simulator's laboratory otherwise.
        let corpus = URL(fileURLWithPath: project).deletingLastPathComponent().appending(path: "shared/corpus/hl7v2")
        let folder = corpus.appending(path: "simhospital")
        let files = ((try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []).sorted {
            $0.path < $1.path
        }
        for file in files {
            let bytes = Array(try Data(contentsOf: file))
            guard let header = Header(peeking: bytes) else { continue }
            if header.type == "ORU", bytes.count > 2_000 { oru.append(bytes) }
        }
        while oru.isEmpty || oru.count < 50 && files.isEmpty {
            let message = region.nextMessage()
            if message.truth.messageType.hasPrefix("ORU"), message.body.starts(with: "MSH".utf8) { oru.append(message.body) }
        }
        let admission =
            try (try? Data(contentsOf: corpus.appending(path: "itk/ITK_v2.4_ADT_A01.hl7")))
            ?? Data(contentsOf: URL(fileURLWithPath: project + "/Mappings/messages/adt-visit.tests/admit.hl7"))
        (self.adt, self.oru, self.oml, self.admission) = (adt, oru, oml, [Array(admission)])
    }

    private static func mean(_ messages: [[UInt8]]) -> Int { messages.reduce(0) { $0 + $1.count } / max(1, messages.count) }

    func run() throws {
        print(
            "\n\(adt.count) ADT of \(Self.mean(adt)) bytes in the mean (simulated region), \(oru.count) ORU of \(Self.mean(oru)) bytes"
        )
        print("\n| what | per second, median | lowest–highest of 5 | note |\n|---|---|---|---|")
        reading()
        try loading()
        try mapping()
        try expressions()
    }

    private func reading() {
        let bare = Measurement.take("bare C scan, ADT", note: "every byte looked at once") {
            for body in adt { keep(bare_scan(body, body.count)) }
            return adt.count
        }
        print(bare.line)
        let pid3: SourcePath = "PID-3"
        let pid5: SourcePath = "PID-5"
        let msh9: SourcePath = "MSH-9"
        let read = Measurement.take("ADT: parse, read PID-3, PID-5, MSH-9, all OBX-5, write back") {
            for body in adt {
                guard let message = try? Message(body) else { continue }
                keep(message.raw(pid3))
                keep(message.raw(pid5))
                keep(message.raw(msh9))
                Self.readAllOBX5(message)
                keep(message.bytes)
            }
            return adt.count
        }
        print(Measurement(name: read.name, perSecond: read.perSecond, runs: read.runs, note: ratio(read, bare)).line)
        let changed = Measurement.take("ADT: parse, change PID-5, re-encode") {
            for body in adt {
                guard var message = try? Message(body) else { continue }
                message.set("O|Brien", at: "PID-5.1")
                message.set("changed", at: "OBX-5")
                keep(message.bytes)
            }
            return adt.count
        }
        print(
            Measurement(name: changed.name, perSecond: changed.perSecond, runs: changed.runs, note: ratio(changed, bare)).line)
        let oruRead = Measurement.take("ORU: parse, read PID-3, PID-5, MSH-9, all OBX-5, write back") {
            for body in oru {
                guard let message = try? Message(body) else { continue }
                keep(message.raw(pid3))
                keep(message.raw(pid5))
                keep(message.raw(msh9))
                Self.readAllOBX5(message)
                keep(message.bytes)
            }
            return oru.count
        }
        print(oruRead.line)
        let tree = Measurement.take("ADT: fill the tree, with groups") {
            let reader = MessageReader()
            for body in adt { keep(reader.read(body).tree.nodes.count) }
            return adt.count
        }
        print(tree.line)
    }

    private static func readAllOBX5(_ message: Message) {
        for index in message.index.segments.indices where message.index.segments[index].id == "OBX" {
            keep(message.index.field(5, of: index))
        }
    }

    private func ratio(_ measured: Measurement, _ reference: Measurement) -> String {
        String(format: "%.2f of the bare scan", measured.perSecond / reference.perSecond)
    }

    private var kinds: [(name: String, messages: [[UInt8]])] {
        [("ADT", adt), ("ADT^A01", admission), ("ORU", oru), ("OML", oml)]
    }

    private func mapper() throws -> Mapper {
        let (release, diagnostics) = Release.load(from: project + "/Mappings", overlays: [])
        guard let release else { throw Diagnostics(diagnostics) }
        return Mapper(
            release: release, feed: Feed(name: "bench", trust: "ANY"),
            identity: RegionalIdentity(key: Array("a key of the benchmark".utf8)),
            environment: .test)
    }

    /// One kind of message over and over, for a profiler.
    func map(_ name: String, rounds: Int) throws {
        let mapper = try mapper()
        var count = 0
        for (kind, messages) in kinds where kind == name {
            for body in messages { keep(mapper.map(body).json.count) }
            for _ in 0..<rounds {
                for body in messages { keep(mapper.map(body).json.count) }
                count += messages.count
            }
        }
        print("\(count) messages")
    }

    private func mapping() throws {
        let mapper = try mapper()
        for (name, messages) in kinds {
            var bytes = 0
            var mapped = 0
            for body in messages {
                let result = mapper.map(body)
                bytes += result.json.count
                if result.outcome == .mapped { mapped += 1 }
            }
            let note =
                "\(bytes / max(1, mapped)) bytes of JSON, \(mapped) of \(messages.count) map; structure, bindings and profile checked"
            print(
                Measurement.take("\(name): parse, map, validate, serialise", note: note) {
                    for body in messages { keep(mapper.map(body).json.count) }
                    return messages.count
                }.line)
            print(
                Measurement.take("\(name): the same with trace", note: "recorded; put into words when somebody asks") {
                    for body in messages { keep(mapper.map(body, trace: true).record.count) }
                    return messages.count
                }.line)
        }
        let json = mapper.map(adt[0]).json
        print(
            Measurement.take("FHIR JSON: read and annotate a canonical ADT", note: "\(json.count) bytes") {
                for _ in 0..<100 { keep(FHIRDocument.parse(json).tree?.nodes.count) }
                return 100
            }.line)
    }
}
