package org.tlsproxy.libcrypto;

import java.util.Arrays;
import java.util.HexFormat;
import org.tlsproxy.posix.OffHeap;

/**
 * Key agreement on P-256 (SEC 1, 3.3.1), straight on curve points: {@code EVP_PKEY_derive_set_peer} would validate the peer's point by
 * another full multiplication, which the curve's prime order makes unnecessary.
 */
public final class P256 implements AutoCloseable {

    /** Length in bytes of scalars and shared secrets. */
    public static final int SIZE = 32;
    /** Length in bytes of uncompressed points. */
    public static final int POINT_SIZE = 65;

    private static final int UNCOMPRESSED = 4;
    private static final int CONSTANT_TIME = 4;
    private static final byte[] ORDER =
        HexFormat.of().parseHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    private final Libcrypto libcrypto;
    private final Evp evp;
    private final Curve curve;
    private final Scratch scratch;
    private final long workspace;
    private final long scalar;
    private final long coordinate;
    private final long peer;
    private final long product;

    P256(Libcrypto libcrypto, Scratch scratch) {
        this.libcrypto = libcrypto;
        this.scratch = scratch;
        evp = libcrypto.evp;
        curve = libcrypto.curve;
        workspace = evp.pointer(curve.workspaceNew.call(), "BN_CTX");
        scalar = evp.pointer(curve.numberNew.call(), "BN");
        coordinate = evp.pointer(curve.numberNew.call(), "BN");
        peer = evp.pointer(curve.pointNew.call(curve.group), "EC_POINT");
        product = evp.pointer(curve.pointNew.call(curve.group), "EC_POINT");
        curve.numberFlags.call(scalar, CONSTANT_TIME);
        libcrypto.born();
    }

    /** True for 32 bytes with 0 &lt; value &lt; n: a private key. */
    public static boolean isScalar(byte[] candidate) {
        if (candidate.length != SIZE) {
            return false;
        }
        int bits = 0;
        for (byte b : candidate) {
            bits |= b;
        }
        return bits != 0 && Arrays.compareUnsigned(candidate, ORDER) < 0;
    }

    /** @param privateKey see {@link #isScalar}, @return the public point, uncompressed. @throws LibcryptoException if it is no scalar */
    public byte[] publicPoint(byte[] privateKey) {
        try {
            load(privateKey);
            evp.check(curve.multiply.call(curve.group, product, scalar, 0, 0, workspace), "EC_POINT_mul");
            long written = curve.toOctets.call(curve.group, product, UNCOMPRESSED, scratch.out, POINT_SIZE, workspace);
            evp.check(written == POINT_SIZE ? 1 : 0, "EC_POINT_point2oct");
            return scratch.takeOut(POINT_SIZE);
        } finally {
            forget();
        }
    }

    /**
     * The shared secret: the x coordinate.
     *
     * @param peerPoint uncompressed
     * @return 32 bytes, or none if the point is not 65 bytes, compressed, or off the curve
     */
    public byte[] agree(byte[] privateKey, byte[] peerPoint) {
        if (peerPoint.length != POINT_SIZE || peerPoint[0] != UNCOMPRESSED) {
            return new byte[0];
        }
        scratch.in(peerPoint);
        try {
            load(privateKey);
            if (!Evp.succeeded(curve.fromOctets.call(curve.group, peer, scratch.in, POINT_SIZE, workspace))) {
                evp.clearErrors();
                return new byte[0];
            }
            evp.check(curve.multiply.call(curve.group, product, 0, peer, scalar, workspace), "EC_POINT_mul");
            evp.check((int) curve.atInfinity.call(curve.group, product) == 0 ? 1 : 0, "point at infinity");
            evp.check(curve.affine.call(curve.group, product, coordinate, 0, workspace), "EC_POINT_get_affine_coordinates");
            evp.check(curve.numberToBytes.call(coordinate, scratch.out, SIZE), "BN_bn2binpad");
            return scratch.takeOut(SIZE);
        } finally {
            forget();
        }
    }

    private void load(byte[] privateKey) {
        if (!isScalar(privateKey)) {
            throw new LibcryptoException("P-256: not a scalar");
        }
        scratch.secret(privateKey, 0);
        evp.pointer(curve.numberFromBytes.call(scratch.secret, SIZE, scalar), "BN_bin2bn");
    }

    private void forget() {
        OffHeap.wipe(scratch.secret, SIZE);
        curve.numberClear.call(scalar);
        curve.numberClear.call(coordinate);
    }

    @Override
    public void close() {
        curve.numberFree.call(scalar);
        curve.numberFree.call(coordinate);
        curve.pointFree.call(peer);
        curve.pointFree.call(product);
        curve.workspaceFree.call(workspace);
        libcrypto.freed();
    }
}
