package import Canonical
import Diagnostics
package import Foundation
import Ledger
import Mapping

/// A release with its files, as it travels between the command line and a running hub.
package struct ReleasePackage: Codable, Sendable {
    package struct File: Codable, Sendable {
        package var path: String
        package var content: Data

        package init(path: String, content: Data) {
            self.path = path
            self.content = content
        }
    }
    package var hash: String
    package var engine: String
    package var note: String
    package var actor: String
    package var builtAt: Milliseconds?
    package var files: [File]

    package init(
        hash: String, engine: String, note: String, actor: String, builtAt: Milliseconds?, files: [File]
    ) {
        self.hash = hash
        self.engine = engine
        self.note = note
        self.actor = actor
        self.builtAt = builtAt
        self.files = files
    }

    /// Collects what decides how messages are mapped: maps, tables and declarations (not fixtures), trusts and routes.
    ///
    /// - Throws: `Diagnostics` when a file cannot be read.
    package static func collect(mappings: String, config: String, note: String, actor: String) throws -> ReleasePackage {
        var problems: [Diagnostic] = []
        let maps = SourceDirectory.files(below: mappings) { path, reason in
            problems.append(Diagnostic(code: "M100", "\(path) cannot be read: \(reason)"))
        }
        guard problems.isEmpty else { throw Diagnostics(problems) }
        let files =
            maps.filter { !$0.path.contains(".tests/") }.map {
                File(path: "Mappings/\($0.path)", content: Data($0.bytes))
            } + configurationFiles(config).map { File(path: "Config/\($0.path)", content: Data($0.bytes)) }
        return ReleasePackage(
            hash: hash(of: maps, config: config), engine: Release.engineVersion, note: note, actor: actor, builtAt: nil,
            files: files)
    }

    /// The hash of maps together with the trusts and routes beside them: what messages are pinned to.
    package static func hash(of maps: [(path: String, bytes: [UInt8])], config: String) -> String {
        Release.hash(of: maps, with: configurationFiles(config))
    }

    /// `trusts/*.yaml` and `routes.yaml`; where a hub listens and sends is no part of a release.
    package static func configurationFiles(_ config: String) -> [(path: String, bytes: [UInt8])] {
        let trusts = ((try? FileManager.default.contentsOfDirectory(atPath: config + "/trusts")) ?? [])
            .filter { $0.hasSuffix(".yaml") }.sorted().map { "trusts/\($0)" }
        return (["routes.yaml"] + trusts).compactMap { path in
            FileManager.default.contents(atPath: "\(config)/\(path)").map { (path, Array($0)) }
        }
    }

    /// Whether the files are those that the hash names.
    package var isWhole: Bool {
        func below(_ folder: String) -> [(path: String, bytes: [UInt8])] {
            files.filter { $0.path.hasPrefix(folder) }.map { (String($0.path.dropFirst(folder.count)), Array($0.content)) }
        }
        return engine != Release.engineVersion || Release.hash(of: below("Mappings/"), with: below("Config/")) == hash
    }

    /// Writes the files below a folder.
    package func write(to folder: String) throws {
        for file in files {
            let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
            guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
                throw Diagnostic(code: "C162", "a release holds the path \(file.path), which leads elsewhere")
            }
            let url = URL(fileURLWithPath: folder).appending(path: file.path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try file.content.write(to: url)
        }
    }
}

/// A kept release in a list.
package struct ReleaseLine: Codable, Sendable {
    package var hash: String
    package var builtAt: Milliseconds
    package var builtBy: String
    package var note: String
    package var engine: String
    package var isActive: Bool
    /// Newest first.
    package var activations: [Activation]

    package struct Activation: Codable, Sendable {
        package var at: Milliseconds
        package var actor: String
        package var reason: String
    }
}

package struct ActivationRequest: Codable, Sendable {
    package var hash: String
    package var actor: String
    package var reason: String

    package init(hash: String, actor: String, reason: String) {
        self.hash = hash
        self.actor = actor
        self.reason = reason
    }
}

extension Operations {
    private func archive() throws -> any ReleaseArchive {
        guard let archive = ledger as? any ReleaseArchive else {
            throw Diagnostic(code: "C168", "this hub's store keeps no releases")
        }
        return archive
    }

    package func releases() async throws -> [ReleaseLine] {
        let activations = try await ledger.activations(limit: 1_000)
        let newest = activations.first?.release
        let byRelease = Dictionary(grouping: activations, by: \.release)
        return try await archive().keptReleases(limit: 1_000).map { kept in
            ReleaseLine(
                hash: kept.hash.text, builtAt: kept.builtAt, builtBy: kept.builtBy.name, note: kept.note, engine: kept.engine,
                isActive: kept.hash == newest,
                activations: (byRelease[kept.hash] ?? []).map { .init(at: $0.at, actor: $0.actor.name, reason: $0.reason) })
        }
    }

    /// - Parameter name: a hash, or the beginning of exactly one.
    package func release(named name: String) async throws -> ReleasePackage {
        let archive = try archive()
        let all = try await archive.keptReleases(limit: 10_000).filter { $0.hash.text.hasPrefix(name.lowercased()) }
        guard name.count >= 4, let found = all.first, all.count == 1, let kept = try await archive.keptRelease(found.hash)
        else {
            throw Diagnostic(
                code: "C169",
                all.count > 1 && name.count >= 4 ? "\(name) begins several releases" : "no release \(name) is kept",
                hint: "hub release list")
        }
        return ReleasePackage(
            hash: kept.hash.text, engine: kept.engine, note: kept.note, actor: kept.builtBy.name, builtAt: kept.builtAt,
            files: kept.files.map { .init(path: $0.path, content: Data($0.bytes)) })
    }

    /// Keeps a release that was built, checked and tested by whoever sends it.
    package func keep(_ package: ReleasePackage) async throws {
        guard package.isWhole else {
            throw Diagnostic(
                code: "C163", "the files are not those that the hash names", hint: "build it again: hub release build")
        }
        try await archive().keep(
            ReleaseContent(
                hash: ReleaseHash(package.hash), engine: package.engine, note: package.note, builtBy: Actor(package.actor),
                builtAt: now(), files: package.files.map { .init(path: $0.path, bytes: Array($0.content)) }))
    }
}

extension Operations {
    /// Puts a kept release in force: it is checked beside the running one, then one row decides for all processes.
    ///
    /// - Returns: its whole hash.
    package func activate(_ request: ActivationRequest) async throws -> String {
        guard let activator else {
            throw Diagnostic(
                code: "C164", "no hub runs that could switch", hint: "start one with hub run, then activate")
        }
        let package = try await release(named: request.hash)
        try await activator(package, Actor(request.actor), request.reason)
        return package.hash
    }
}
