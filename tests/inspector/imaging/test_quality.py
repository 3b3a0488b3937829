"""Hints about a picture warn where the eye would, and keep quiet otherwise."""

from __future__ import annotations

import io
import os

import pytest
from PIL import Image, ImageDraw, ImageFilter

from inspector.imaging.cv import opencv
from inspector.imaging.quality import BLUR_LIMIT, judge
from inspector.records import PhotoRemark
from tests.pictures import draw, make_jpeg


def jpeg(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=90)
    return content.getvalue()


def test_a_sharp_picture_draws_no_remark() -> None:
    quality = judge(make_jpeg(800, 600))
    assert quality.blur < BLUR_LIMIT
    assert quality.remarks == ()


def test_blur_is_remarked_and_grows() -> None:
    scene = draw(800, 600, seed=3)
    blurs = [judge(jpeg(scene.filter(ImageFilter.GaussianBlur(radius)))).blur for radius in (0, 1, 2, 4)]
    assert blurs == sorted(blurs)
    assert PhotoRemark.BLUR in judge(jpeg(scene.filter(ImageFilter.GaussianBlur(4)))).remarks


def test_contrast_does_not_pass_for_sharpness() -> None:
    scene = draw(800, 600, seed=3)
    faint = scene.point(lambda value: 100 + value // 4)
    assert judge(jpeg(faint)).blur < BLUR_LIMIT


def test_a_dark_picture_is_remarked() -> None:
    quality = judge(jpeg(draw(400, 300, seed=1).point(lambda value: value // 8)))
    assert quality.dark
    assert PhotoRemark.DARK in quality.remarks


def test_a_washed_out_picture_is_remarked() -> None:
    quality = judge(jpeg(draw(400, 300, seed=1).point(lambda value: 210 + value // 6)))
    assert quality.remarks[-1] is PhotoRemark.BRIGHT
    assert not judge(jpeg(draw(400, 300, seed=1))).bright


def test_a_reflection_is_remarked_but_a_white_wall_is_not() -> None:
    scene = draw(400, 300, seed=1)
    ImageDraw.Draw(scene).ellipse((150, 100, 200, 140), fill="white")
    assert judge(jpeg(scene)).glare
    wall = draw(400, 300, seed=1)
    ImageDraw.Draw(wall).rectangle((0, 0, 120, 299), fill="white")
    assert not judge(jpeg(wall)).glare


def test_a_plain_wall_has_no_detail_to_judge() -> None:
    assert judge(jpeg(Image.new("RGB", (64, 48), "gray"))).blur == 1.0


def test_no_picture_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a picture"):
        judge(b"not a picture")


def test_opencv_leaves_no_settings_behind() -> None:
    opencv()
    assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ
    assert "QT_QPA_FONTDIR" not in os.environ
