"""What the verifier says of itself, and what it says where it is given nothing."""

from __future__ import annotations

VERSION = "3"

WORDS = {
    "intact": ("完好，签名者已知", "intact, signer known"),
    "altered": ("被改动", "altered"),
    "signer-unknown": ("完好，签名者未知", "intact, signer not known"),
    "cannot-tell": ("无法判断", "cannot tell"),
}

DESCRIPTION = {
    "zh": "核验数据包、证明文件、回执、文书、照片、录像、下发内容和证书。退出码：0 完好且签名者已知；1 被改动（指出位置）；2 完好但签名者未知；"
    "3 无法判断。多个文件时取最坏的一个：被改动、无法判断、签名者未知、完好。",
    "en": "Verify bundles, proofs, receipts, notices, photos, recordings, feeds and certificates. Exit: 0 intact and signer known, 1 altered (says"
    " where), 2 intact, signer not known, 3 cannot tell. Of several files the worst counts: altered, cannot"
    " tell, signer not known, intact.",
}

EXPLAINED = {
    "zh": """核验程序 {version}：核验执法现场留下的文件是否原样、由谁签署。不联网，不需要密钥，不修改任何文件。

用法：把文件或文件夹拖到本程序上，或在命令行输入
    python3 inspector-verify.pyz 文件…

能核验什么
    数据包 (.ipb)            整体是否原样，由哪台设备签署
    证明文件 (.proof.json)   连同照片、录像或文书放在一起：是否就是当时记入日志的那一份
    回执 (.receipt)          中心端是否签收，签收了哪些照片和录像
    下发内容 (.feed.json)    中心端对一台设备说过什么、何时说的，有没有少了、换了、调了次序
    证书 (.certificate)      这把密钥是不是单位根密钥认可的
    文书 (.pdf)              签章是否成立；连同证明文件可确认就是当时出具的那一份

签名者名单 signers.json 放在文件旁边，或用 --signers 给出。更多选项：--help""",
    "en": """Verifier {version}: tells whether files from an inspection are unchanged, and who signed them.
It uses no network, needs no secret and changes no file.

Use: drop files or a folder on this program, or type
    python3 inspector-verify.pyz FILE…

What it verifies
    bundle (.ipb)            unchanged as a whole, signed by which device
    proof (.proof.json)      with the photo, recording or notice beside it: is it the one recorded in the journal then
    receipt (.receipt)       signed by the centre, and for which photos and recordings
    feed (.feed.json)        what the centre told a device, and when; nothing cut off, changed or put in another order
    certificate              is this key one that the bureau's root vouches for
    notice (.pdf)            do its seals hold; with its proof: is it the one issued then

The list of known signers, signers.json, lies beside the files or is given with --signers. More: --help""",
}
