import numpy as np
import pytest

from podcast.speak.kokoro import form
from podcast.speak.kokoro.model import load_session, load_styles, model_bytes, speak_tokens

SOUNDS = [50, 83, 16, 46, 156, 43, 62, 4, 16, 53, 47, 171, 16, 64, 51, 169, 54, 123, 158, 3, 16, 65, 56, 102]
"""Any tokens will do: they are all said somehow."""


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    path = tmp_path_factory.mktemp("network") / "published"
    path.write_bytes(model_bytes())
    return path


@pytest.fixture(scope="module")
def forms(published):
    return load_session(published), load_session(form.rewrite(published))


@pytest.mark.parametrize(
    ("length", "voice", "speed"),
    [(1, "zm_yunyang", 1.0), (7, "zf_xiaobei", 0.8), (24, "zm_yunxi", 1.0), (47, "zf_xiaoxiao", 1.3)],
)
def test_both_forms_give_the_same_bytes(forms, length, voice, speed):
    ids = [SOUNDS[i * 7 % len(SOUNDS)] for i in range(length)]
    style = load_styles(voice)[length]
    published, ours = (speak_tokens(session, ids, style, speed) for session in forms)
    assert len(published) > 1000
    assert published.tobytes() == ours.tobytes()


def test_the_same_form_is_made_each_time_and_it_is_no_larger(published):
    made = form.rewrite(published)
    assert made == form.rewrite(published)
    assert len(made) < 1.02 * published.stat().st_size


def test_a_network_of_another_build_is_told_apart(tmp_path):
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    weights = numpy_helper.from_array(np.zeros((64, 8, 3), np.uint8), "w")
    node = helper.make_node("ConvInteger", ["x", "w", "z", "wz"], ["y"], name="conv", pads=[0, 0])
    zeros = [numpy_helper.from_array(np.array(0, np.uint8), name) for name in ("z", "wz")]
    x = helper.make_tensor_value_info("x", TensorProto.UINT8, [1, 8, None])
    y = helper.make_tensor_value_info("y", TensorProto.INT32, [1, 64, None])
    other = helper.make_model(helper.make_graph([node], "other", [x], [y], [weights, *zeros]))
    path = tmp_path / "other.onnx"
    path.write_bytes(onnx.ModelProto.SerializeToString(other))
    with pytest.raises(ValueError, match="conv does not keep the length"):
        form.rewrite(path)
