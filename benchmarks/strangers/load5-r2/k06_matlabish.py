# ported from matlab; everything column-wise, X is D x T, one sample
from numpy import *

def sigm(a): return 1./(1.+exp(-a))

def rnn_init(D,H):
    theta={}
    theta['Wr']=random.randn(H,D)*.1; theta['Ur']=random.randn(H,H)*.1; theta['br']=zeros((H,1))
    theta['Wu']=random.randn(H,D)*.1; theta['Uu']=random.randn(H,H)*.1; theta['bu']=zeros((H,1))
    theta['Wc']=random.randn(H,D)*.1; theta['Uc']=random.randn(H,H)*.1; theta['bc']=zeros((H,1))
    return theta

def rnn_fwd(X,theta,h0=None):
    H=theta['Ur'].shape[0]; D,T=X.shape
    S=zeros((H,T+1)); R=zeros((H,T)); U=zeros((H,T)); C=zeros((H,T))
    if h0 is not None: S[:,[0]]=h0
    for t in range(T):
        x=X[:,[t]]; s=S[:,[t]]
        r=sigm(theta['Wr'].dot(x)+theta['Ur'].dot(s)+theta['br'])
        u=sigm(theta['Wu'].dot(x)+theta['Uu'].dot(s)+theta['bu'])
        c=tanh(theta['Wc'].dot(x)+theta['Uc'].dot(r*s)+theta['bc'])
        S[:,[t+1]]=(1-u)*s+u*c
        R[:,[t]]=r; U[:,[t]]=u; C[:,[t]]=c
    return S,(X,R,U,C)

def rnn_bwd(dS,S,cache,theta):
    X,R,U,C=cache
    D,T=X.shape
    g={k:zeros_like(v) for k,v in theta.items()}
    dX=zeros_like(X); dnext=zeros((S.shape[0],1))
    for t in range(T-1,-1,-1):
        d=dS[:,[t+1]]+dnext
        x=X[:,[t]]; s=S[:,[t]]; r=R[:,[t]]; u=U[:,[t]]; c=C[:,[t]]
        du=d*(c-s)*u*(1-u)
        dc=d*u*(1-c*c)
        drs=theta['Uc'].T.dot(dc)
        dr=drs*s*r*(1-r)
        g['Wr']+=dr.dot(x.T); g['Ur']+=dr.dot(s.T); g['br']+=dr
        g['Wu']+=du.dot(x.T); g['Uu']+=du.dot(s.T); g['bu']+=du
        g['Wc']+=dc.dot(x.T); g['Uc']+=dc.dot((r*s).T); g['bc']+=dc
        dX[:,[t]]=theta['Wr'].T.dot(dr)+theta['Wu'].T.dot(du)+theta['Wc'].T.dot(dc)
        dnext=d*(1-u)+drs*r+theta['Ur'].T.dot(dr)+theta['Uu'].T.dot(du)
    return dX,g,dnext+dS[:,[0]]
