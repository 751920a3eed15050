"""校验方法: what a receiver of evidence packages needs to check them with none of our systems."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from storage.base.settings import Settings
from storage.evidence.licensed.office_certificate import licensed_key
from storage.evidence.signing import TRUST_FOLDER
from storage.evidence.trust import fingerprint_lines, read_anchors

METHOD, TRUST = "verify.txt", "trust"

_WORDS = """\
校验方法

一、文件是否完整：在本文件夹内运行
    sha256sum -c SHA256SUMS

二、证据包是否自固证之时起未被改动、由何机关签名、时间戳是否有效：对 evidence 文件夹内的每个 .wacz 文件运行
    hubiao verify {trusted} evidence/编号.wacz
该命令不需要网络，也不需要移送机关的系统；每一行为“通过”（英文环境为“ok”）、退出码为 0 时方为通过。
没有该命令的，.wacz 即 ZIP 文件，可以用 unzip、sha256sum 和 openssl 手工校验：
    unzip evidence/编号.wacz -d 展开
    cd 展开
    sha256sum -c evidence/sha256sums.txt
    openssl verify -CAfile ../{office} -partial_chain evidence/signer.pem
    openssl x509 -in evidence/signer.pem -pubkey -noout -out signer-key.pem
    openssl dgst -sha256 -verify signer-key.pem -signature evidence/manifest.sig evidence/manifest.json
{licensed}{stamped}
随附 .wacz.ers 文件的，为该证据包的证据记录（RFC 4998），hubiao verify 一并读取，
据以证明原时间戳的证书或者算法失效之后的证明力；加 --at 年-月-日 可查该日的结论。
多年以后上述 openssl 命令提示证书到期（certificate has expired）的，加 -attime 固证时的秒数，
例如 -attime $(date -d 2026-11-29 +%s)。
三、上列证书随包附送，仅供比对；请以电话或者书面方式与出具机关核对其SHA-256指纹：
{fingerprints}
"""
_LICENSED = """\
    openssl cms -verify -inform DER -in evidence/manifest.p7s -binary -content evidence/manifest.json \\
        -CAfile 认证机构根证书.pem -purpose any -out /dev/null
    （最后一项为本机关以电子认证机构颁发的证书作出的签名；根证书请向该认证机构取得，不随附）
"""
_STAMPED = """\
    openssl ts -verify -data evidence/manifest.json -in timestamps/1.tsr -CAfile ../{authority}
"""


def method_files(settings: Settings) -> Mapping[str, bytes]:
    """The anchors (信任根) of the office and its time-stamp authorities, and how to use them, by name.

    Raises BadInput where an anchor cannot be read.
    """
    offices = sorted((settings.home / TRUST_FOLDER).glob("*.pem"))
    authorities = [Path(path) for path in settings.timestamp_anchors]
    named = {f"{TRUST}/{path.name}": path for path in offices}
    stamps = {f"{TRUST}/authority-{n}.pem": path for n, path in enumerate(authorities, start=1)}
    every = {**named, **stamps}
    if not named:
        return {}
    text = _WORDS.format(
        trusted=" ".join(f"--trust {name}" for name in every),
        office=next(iter(named)),
        licensed=_LICENSED if licensed_key(settings.home) is not None else "",
        stamped=_STAMPED.format(authority=next(iter(stamps))) if stamps else "",
        fingerprints="\n".join(
            f"    {name}  {line}"
            for name, path in every.items()
            for line in fingerprint_lines(read_anchors([path]))
        ),
    )
    return {METHOD: text.encode(), **{name: path.read_bytes() for name, path in every.items()}}
