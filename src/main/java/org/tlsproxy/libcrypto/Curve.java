package org.tlsproxy.libcrypto;

import org.tlsproxy.posix.NativeLibrary;
import org.tlsproxy.posix.NativeLibrary.Function;

/** P-256 and the functions on its points and on big numbers: no provider dispatch, none of it deprecated. */
final class Curve {

    final long group;
    final Function pointNew;
    final Function pointFree;
    final Function multiply;
    final Function toOctets;
    final Function fromOctets;
    final Function affine;
    final Function atInfinity;
    final Function numberNew;
    final Function numberFree;
    final Function numberClear;
    final Function numberFlags;
    final Function numberFromBytes;
    final Function numberToBytes;
    final Function workspaceNew;
    final Function workspaceFree;

    Curve(NativeLibrary library, long group) {
        this.group = group;
        pointNew = library.longFunction("EC_POINT_new", "l");
        pointFree = library.voidFunction("EC_POINT_clear_free", "l");
        multiply = library.intFunction("EC_POINT_mul", "llllll");
        toOctets = library.longFunction("EC_POINT_point2oct", "llilll");
        fromOctets = library.intFunction("EC_POINT_oct2point", "lllll");
        affine = library.intFunction("EC_POINT_get_affine_coordinates", "lllll");
        atInfinity = library.intFunction("EC_POINT_is_at_infinity", "ll");
        numberNew = library.longFunction("BN_new", "");
        numberFree = library.voidFunction("BN_clear_free", "l");
        numberClear = library.voidFunction("BN_clear", "l");
        numberFlags = library.voidFunction("BN_set_flags", "li");
        numberFromBytes = library.longFunction("BN_bin2bn", "lil");
        numberToBytes = library.intFunction("BN_bn2binpad", "lli");
        workspaceNew = library.longFunction("BN_CTX_secure_new", "");
        workspaceFree = library.voidFunction("BN_CTX_free", "l");
    }
}
