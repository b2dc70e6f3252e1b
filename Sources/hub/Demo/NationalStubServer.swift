import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import Submission
import Synchronization

/// A stand-in for the national service: takes transaction Bundles over HTTPS, recognises what it has, refuses what is
/// incomplete. Its certificate is made at the start and trusted by the demo alone.
final class NationalStubServer: Service {
    let folder: String
    let port: Int
    private let stub = Mutex(NationalStub())

    var url: String { "https://localhost:\(port)/FHIR/R4" }
    var certificate: String { folder + "/national-stub.pem" }

    /// Makes the key and the certificate.
    init(folder: String, port: Int) throws {
        self.folder = folder
        self.port = port
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
            "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder + "/national-stub.key",
            "-out",
            folder + "/national-stub.pem",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ValidationFailure(text: "openssl could not make the national stub's certificate")
        }
    }

    struct ValidationFailure: Error { var text: String }

    func run() async throws {
        let router = Router()
        router.post("/FHIR/R4") { request, _ in
            let body = try await request.body.collect(upTo: 8 << 20)
            let requestID = request.headers[HTTPField.Name("X-Request-ID")!]
            let answer = self.stub.withLock { $0.receive(Array(body.readableBytesView), requestID: requestID) }
            return Response(
                status: .init(code: answer.status), headers: [.contentType: "application/fhir+json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        }
        var logger = Logger(label: "hub.national-stub")
        logger.logLevel = .warning
        let tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: folder + "/national-stub.key", format: .pem)))
        let application = Application(
            router: router, server: try .tls(.http1(), tlsConfiguration: tls),
            configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: logger)
        try await application.run()
    }
}

/// A TCP port of the loopback interface that is free now.
func freePort() -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            _ = bind(descriptor, $0, length)
            _ = getsockname(descriptor, $0, &length)
        }
    }
    return Int(address.sin_port.bigEndian)
}
