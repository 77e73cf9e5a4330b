"""Calls as CmdStanPy and PyStan have them are answered with what is written here."""
import pytest

from llbayes import stan
from llbayes.ir.errors import MissingName


@pytest.mark.parametrize(("name", "says"), [("CmdStanModel", 'stan.model("x.stan")'), ("build", "samplers.nuts(posterior)"), ("from_csv", "stored.read"),
                                            ("write_stan_json", "model.bind(**data)"), ("modell", "did you mean `model`"), ("other", "stan.model")])
def test_names_of_other_tools(name, says):
    with pytest.raises(MissingName) as caught:
        getattr(stan, name)
    assert says in str(caught.value)
    assert not hasattr(stan, "_private")


def test_models_are_asked_as_elsewhere():
    model = stan.model(text="parameters { real a; } model { a ~ normal(0, 1); }")
    with pytest.raises(AttributeError, match=r"samplers\.nuts"):
        model.sample(data={}, chains=4)
