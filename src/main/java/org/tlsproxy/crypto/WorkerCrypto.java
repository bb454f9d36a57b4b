package org.tlsproxy.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import javax.security.auth.Destroyable;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.EncryptionAlgorithm;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedDecryptor;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsDHConfig;
import org.bouncycastle.tls.crypto.TlsDHDomain;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsECDomain;
import org.bouncycastle.tls.crypto.TlsHMAC;
import org.bouncycastle.tls.crypto.TlsHash;
import org.bouncycastle.tls.crypto.TlsNonceGenerator;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.TlsBlockCipher;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.tlsproxy.libcrypto.Libcrypto;
import org.tlsproxy.libcrypto.Primitives;

/**
 * All the cryptography of one worker thread: Bouncy Castle's, with the primitives that handshakes and records spend their time in taken
 * from the JDK and from the machine's libcrypto. Works with TLS 1.0 to 1.3, as client and as server, and with every suite and group that
 * Bouncy Castle has. Not safe for use by several threads; opens nothing after {@link #create}.
 */
public class WorkerCrypto extends BcTlsCrypto implements AutoCloseable {

    private final Optional<Primitives> libcrypto;
    private final String description;
    private final Hashes hashes = new Hashes();
    private final RecordCiphers ciphers;
    private final KeyPairs pairs;
    private final PeerCertificates peers = new PeerCertificates();
    private final TlsNonceGenerator nonces;

    private WorkerCrypto(SecureRandom random, Optional<Primitives> libcrypto, String description) throws GeneralSecurityException {
        super(random);
        this.libcrypto = libcrypto;
        this.description = description;
        nonces = new RandomNonces(random);
        ciphers = new RecordCiphers(libcrypto);
        pairs = new KeyPairs(libcrypto.isPresent() ? new Curve25519.Native(libcrypto.get().x25519()) : new Curve25519.InJava(), random);
    }

    /**
     * A new one, to be made before the jail.
     *
     * @param nativeAllowed use the machine's libcrypto if it can be loaded; whatever is wrong with it, the answer works in pure Java
     */
    public static WorkerCrypto create(boolean nativeAllowed) {
        if (!nativeAllowed) {
            return create(Optional.empty(), "pure Java");
        }
        Libcrypto.Search search = Libcrypto.find();
        if (search.library().isEmpty()) {
            return create(Optional.empty(), "pure Java (no usable libcrypto: ".concat(search.missing()).concat(")"));
        }
        Libcrypto found = search.library().get();
        return create(Optional.of(found.primitives()), "libcrypto ".concat(found.version()));
    }

    static WorkerCrypto create(Optional<Primitives> libcrypto, String description) {
        try {
            return new WorkerCrypto(Randomness.open(), libcrypto, description);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES", e);
        }
    }

    /** Where decrypted application data of all this worker's connections goes from now on. */
    public void plaintextSink(PlaintextSink sink) {
        ciphers.sink(sink);
    }

    /**
     * True: the ciphers hand application data of a finished handshake to the sink, if there is one, and return an empty result to the
     * record layer. Handshake messages and alerts are returned as ever.
     */
    public boolean deliversPlaintext() {
        return true;
    }

    /** Who wipes record keys: told of each fast cipher as it is made, for the connection that is being served. */
    public void cipherOwner(Consumer<Destroyable> owner) {
        ciphers.owner(owner);
    }

    /** What computes, for one line in the log: {@code libcrypto 3.0.17} or {@code pure Java}. */
    public String describe() {
        return description;
    }

    /** True if key pairs have become few since {@link #prepareKeys} had made enough. */
    public boolean wantsKeys() {
        return pairs.few();
    }

    /**
     * Makes some X25519 key pairs ahead, for the worker's idle turn: a handshake that finds one saves 22 µs.
     *
     * @return whether more are wanted
     */
    public boolean prepareKeys() {
        return pairs.prepare();
    }

    /** A key for handshakes with ourselves. */
    public ThrowawayKey throwawayKey() {
        return ThrowawayKey.make(getSecureRandom(), libcrypto);
    }

    /**
     * Prepares a private key, once per chain; the caller closes it.
     *
     * @param pkcs8 DER; not kept
     * @throws IllegalArgumentException if it is no private key of a known kind
     */
    public SigningKey key(byte[] pkcs8) {
        return SigningKey.parse(pkcs8, libcrypto);
    }

    /**
     * Signs handshakes.
     *
     * @param p      the connection's
     * @param chain  the key's, leaf first
     * @param scheme null for TLS 1.0 and 1.1, as Bouncy Castle has it
     */
    public TlsCredentialedSigner signer(TlsCryptoParameters p, SigningKey key, Certificate chain, SignatureAndHashAlgorithm scheme) {
        return Credentials.signer(this, p, key, new Credentials.Identity(chain, scheme));
    }

    /** Decrypts premaster secrets of static RSA suites in constant time. @throws IllegalArgumentException if it is no RSA key */
    public TlsCredentialedDecryptor decryptor(SigningKey key, Certificate chain) {
        return Credentials.decryptor(this, key, chain);
    }

    /** A PSK of a TLS 1.3 session to be resumed: its binder is derived with "res binder". @param psk copied */
    public TlsSecret resumptionPsk(byte[] psk) {
        return new WorkerSecret(this, psk.clone(), true);
    }

    Hashes hashes() {
        return hashes;
    }

    Optional<Primitives> libcrypto() {
        return libcrypto;
    }

    @Override
    public TlsHash createHash(int cryptoHashAlgorithm) {
        Optional<MessageDigest> digest = hashes.digest(cryptoHashAlgorithm);
        return digest.isPresent() ? new JdkHash(digest.get()) : super.createHash(cryptoHashAlgorithm);
    }

    @Override
    public TlsHMAC createHMACForHash(int cryptoHashAlgorithm) {
        Optional<Hmac> hmac = hashes.newMac(cryptoHashAlgorithm);
        return hmac.isPresent() ? new JdkMac(hmac.get()) : super.createHMACForHash(cryptoHashAlgorithm);
    }

    @Override
    public TlsSecret createSecret(byte[] data) {
        return new WorkerSecret(this, data.clone(), false);
    }

    /** A copy, which remembers that it is a resumption PSK. */
    @Override
    public TlsSecret adoptSecret(TlsSecret secret) {
        TlsSecret copy = super.adoptSecret(secret);
        return secret instanceof WorkerSecret psk && psk.resumption() ? new WorkerSecret(this, copy.extract(), true) : copy;
    }

    @Override
    public TlsSecret generateRSAPreMasterSecret(ProtocolVersion version) {
        return new WorkerSecret(this, super.generateRSAPreMasterSecret(version).extract(), false);
    }

    @Override
    public TlsSecret hkdfInit(int cryptoHashAlgorithm) {
        return new WorkerSecret(this, new byte[TlsCryptoUtils.getHashOutputSize(cryptoHashAlgorithm)], false);
    }

    @Override
    public TlsNonceGenerator createNonceGenerator(byte[] additionalSeedMaterial) {
        return nonces;
    }

    @Override
    public TlsECDomain createECDomain(TlsECConfig ecConfig) {
        int group = ecConfig.getNamedGroup();
        if (group == NamedGroup.x25519) {
            return new KeyExchanges.X25519Domain(this, pairs);
        }
        if (group == NamedGroup.secp256r1 && libcrypto.isPresent()) {
            return new KeyExchanges.P256Domain(this, libcrypto.get().p256());
        }
        return new KeyExchanges.OtherCurve(this, super.createECDomain(ecConfig));
    }

    @Override
    public TlsDHDomain createDHDomain(TlsDHConfig dhConfig) {
        return new KeyExchanges.FiniteField(this, super.createDHDomain(dhConfig));
    }

    @Override
    public TlsCipher createCipher(TlsCryptoParameters cryptoParams, int encryptionAlgorithm, int macAlgorithm) throws IOException {
        Optional<TlsCipher> fast = ciphers.fast(cryptoParams, encryptionAlgorithm);
        return fast.isPresent() ? fast.get()
            : ciphers.delivering(cryptoParams, super.createCipher(cryptoParams, encryptionAlgorithm, macAlgorithm));
    }

    @Override
    protected TlsCipher createCipher_CBC(TlsCryptoParameters cryptoParams, int encryptionAlgorithm, int cipherKeySize, int macAlgorithm)
            throws IOException {
        if (encryptionAlgorithm != EncryptionAlgorithm.AES_128_CBC && encryptionAlgorithm != EncryptionAlgorithm.AES_256_CBC) {
            return super.createCipher_CBC(cryptoParams, encryptionAlgorithm, cipherKeySize, macAlgorithm);
        }
        return new TlsBlockCipher(cryptoParams, ciphers.cbc(true), ciphers.cbc(false), createMAC(cryptoParams, macAlgorithm),
            createMAC(cryptoParams, macAlgorithm), cipherKeySize);
    }

    @Override
    public TlsCertificate createCertificate(short type, byte[] encoding) throws IOException {
        if (type != CertificateType.X509) {
            return other(type, encoding);
        }
        PeerCertificate known = peers.get(ByteBuffer.wrap(encoding));
        if (known != null) {
            return known;
        }
        PeerCertificate certificate = new PeerCertificate(this, encoding.clone());
        peers.put(ByteBuffer.wrap(certificate.getEncoded()), certificate);
        return certificate;
    }

    private TlsCertificate other(short type, byte[] encoding) throws IOException {
        try {
            return super.createCertificate(type, encoding);
        } catch (IllegalArgumentException e) {
            throw new TlsFatalAlert(AlertDescription.decode_error, e);    // of the peer's making
        }
    }

    /** Frees native memory. Signing keys belong to their owners. The object must not be used any more. */
    @Override
    public void close() {
        peers.closeAll();
        if (libcrypto.isPresent()) {
            libcrypto.get().close();
        }
    }
}
